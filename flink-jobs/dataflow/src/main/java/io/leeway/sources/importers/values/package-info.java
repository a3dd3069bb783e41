/** What a shop's file means by a text: absent words, numbers, user ids, times. */
@NullMarked
package io.leeway.sources.importers.values;

import org.jspecify.annotations.NullMarked;
