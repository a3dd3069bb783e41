/** Is price sensitivity by category estimated right in simulated shops? */
@NullMarked
package io.leeway.experiments.pricing;

import org.jspecify.annotations.NullMarked;
