/**
 * State of operators as versioned bytes: a codec for each kind of value. A savepoint names none of
 * the classes that are stored, which may therefore be renamed and moved; it names the snapshots of
 * the two serialisers here, {@code StateSerializer$Snapshot} and
 * {@code JudgedScoreSerializer$Snapshot}, which keep their names.
 */
@NullMarked
package io.leeway.state;

import org.jspecify.annotations.NullMarked;
