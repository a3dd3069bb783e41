/** Scores as a consumer of the topics reads them. */
@NullMarked
package io.leeway.cli.scores;

import org.jspecify.annotations.NullMarked;
