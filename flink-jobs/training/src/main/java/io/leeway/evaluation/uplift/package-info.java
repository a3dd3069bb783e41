/**
 * What a treatment changes, learned from treatments that were logged with their probabilities:
 * doubly robust estimates and learners. Plain Java on arrays; it knows neither Flink nor where the
 * treatments came from.
 */
@NullMarked
package io.leeway.evaluation.uplift;

import org.jspecify.annotations.NullMarked;
