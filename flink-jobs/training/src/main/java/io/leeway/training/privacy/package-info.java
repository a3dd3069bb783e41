/** Training with differential privacy. */
@NullMarked
package io.leeway.training.privacy;

import org.jspecify.annotations.NullMarked;
