/** The {@code leeway} command. */
@NullMarked
package io.leeway.cli;

import org.jspecify.annotations.NullMarked;
