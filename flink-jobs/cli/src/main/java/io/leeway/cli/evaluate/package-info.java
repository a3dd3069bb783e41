/** The command {@code leeway evaluate}. */
@NullMarked
package io.leeway.cli.evaluate;

import org.jspecify.annotations.NullMarked;
