/** Attributions that a model gives beside its scores. */
@NullMarked
package io.leeway.training.reasons;

import org.jspecify.annotations.NullMarked;
