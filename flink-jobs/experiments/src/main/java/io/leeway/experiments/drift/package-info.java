/** Is the direction of interest drift found in simulated shops? */
@NullMarked
package io.leeway.experiments.drift;

import org.jspecify.annotations.NullMarked;
