/** How near do recommended lists come to the best in simulated shops? */
@NullMarked
package io.leeway.experiments.recommendation;

import org.jspecify.annotations.NullMarked;
