/** The keyed operator that keeps each shopper's profile in state and asks for scores. */
@NullMarked
package io.leeway.features;

import org.jspecify.annotations.NullMarked;
