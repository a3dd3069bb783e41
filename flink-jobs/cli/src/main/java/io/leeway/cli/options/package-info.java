/** Converters and groups of options that several commands share. */
@NullMarked
package io.leeway.cli.options;

import org.jspecify.annotations.NullMarked;
