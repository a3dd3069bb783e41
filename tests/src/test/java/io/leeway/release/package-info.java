/** Releases of models, published by the command to jobs that run. */
@NullMarked
package io.leeway.release;

import org.jspecify.annotations.NullMarked;
