/** Checks a model directory and reports what fits the runtime and what does not. */
@NullMarked
package io.leeway.model.check;

import org.jspecify.annotations.NullMarked;
