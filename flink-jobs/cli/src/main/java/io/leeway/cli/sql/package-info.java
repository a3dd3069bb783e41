/** Flink SQL from the command. */
@NullMarked
package io.leeway.cli.sql;

import org.jspecify.annotations.NullMarked;
