/** Runs an evaluation by the name of its task. */
@NullMarked
package io.leeway.experiments.run;

import org.jspecify.annotations.NullMarked;
