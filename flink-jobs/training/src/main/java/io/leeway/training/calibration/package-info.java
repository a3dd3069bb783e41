/** Calibration of probabilities, and how it is measured. */
@NullMarked
package io.leeway.training.calibration;

import org.jspecify.annotations.NullMarked;
