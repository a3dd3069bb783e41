/** {@code leeway topics}: whether Leeway's topics are there and as they should be. */
@NullMarked
package io.leeway.cli.topics;

import org.jspecify.annotations.NullMarked;
