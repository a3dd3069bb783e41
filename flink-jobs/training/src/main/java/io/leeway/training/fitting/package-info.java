/** The training loop, the optimiser, checkpoints, and the export as a SavedModel. */
@NullMarked
package io.leeway.training.fitting;

import org.jspecify.annotations.NullMarked;
