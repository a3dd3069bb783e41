/**
 * The {@code leeway} command: {@link io.leeway.cli.Leeway} and one class a subcommand. What a person did wrong is a {@link io.leeway.cli.UserError}; exceptions
 * of other packages of the house are shown by their message too.
 */
@NullMarked
package io.leeway.cli;

import org.jspecify.annotations.NullMarked;
