/** The command {@code leeway size}. */
@NullMarked
package io.leeway.cli.sizing;

import org.jspecify.annotations.NullMarked;
