/** The command {@code leeway demo}. */
@NullMarked
package io.leeway.cli.demo;

import org.jspecify.annotations.NullMarked;
