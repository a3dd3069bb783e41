/** Scores and their erasure, on the edges between scoring, topics and decisions. */
@NullMarked
package io.leeway.records.scores;

import org.jspecify.annotations.NullMarked;
