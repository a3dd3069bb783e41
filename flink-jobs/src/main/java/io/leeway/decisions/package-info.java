/** Scores to decisions: for now whether a canary may go on. */
@NullMarked
package io.leeway.decisions;

import org.jspecify.annotations.NullMarked;
