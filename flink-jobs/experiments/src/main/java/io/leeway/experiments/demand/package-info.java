/** The evaluation of weekly demand by department on The Complete Journey. */
@NullMarked
package io.leeway.experiments.demand;

import org.jspecify.annotations.NullMarked;
