/** A shop with known drift and churn, for the demo, tests and benchmarks. */
@NullMarked
package io.leeway.simulator;

import org.jspecify.annotations.NullMarked;
