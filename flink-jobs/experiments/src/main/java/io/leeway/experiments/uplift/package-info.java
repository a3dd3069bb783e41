/** Evaluations of what a treatment changes, on a dataset of a randomised experiment. */
@NullMarked
package io.leeway.experiments.uplift;

import org.jspecify.annotations.NullMarked;
