/** Evaluations of what a treatment changes, on a dataset of a randomised experiment. */
@NullMarked
package io.leeway.jobs.uplift;

import org.jspecify.annotations.NullMarked;
