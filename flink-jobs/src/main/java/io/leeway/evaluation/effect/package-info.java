/** Figures of effect that add up row by row: what a stream can keep, and what an evaluation can use as well. */
@NullMarked
package io.leeway.evaluation.effect;

import org.jspecify.annotations.NullMarked;
