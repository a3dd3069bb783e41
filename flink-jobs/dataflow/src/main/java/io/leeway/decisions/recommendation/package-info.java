/** Scores to ranked lists of items. */
@NullMarked
package io.leeway.decisions.recommendation;

import org.jspecify.annotations.NullMarked;
