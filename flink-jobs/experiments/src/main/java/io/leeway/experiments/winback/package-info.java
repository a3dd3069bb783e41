/** What does the win-back policy bring in simulated shops? */
@NullMarked
package io.leeway.experiments.winback;

import org.jspecify.annotations.NullMarked;
