/** How fast it is: every figure a ratio against a peer or a limit, measured in one process in turns. */
@NullMarked
package io.leeway.cli.bench;

import org.jspecify.annotations.NullMarked;
