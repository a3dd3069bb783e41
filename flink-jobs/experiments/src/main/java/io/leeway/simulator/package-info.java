/** A simulated shop with known drift and churn. */
@NullMarked
package io.leeway.simulator;

import org.jspecify.annotations.NullMarked;
