/** The architectures and their layers. */
@NullMarked
package io.leeway.training.network;

import org.jspecify.annotations.NullMarked;
