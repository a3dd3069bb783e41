/** What sources of all kinds share. */
@NullMarked
package io.leeway.sources.base;

import org.jspecify.annotations.NullMarked;
