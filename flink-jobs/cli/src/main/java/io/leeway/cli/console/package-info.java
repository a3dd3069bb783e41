/** Bars, tables and the terminal. */
@NullMarked
package io.leeway.cli.console;

import org.jspecify.annotations.NullMarked;
