package io.leeway.records.scores;

import io.leeway.records.ReleaseRole;
import io.leeway.shopper.Task;

/**
 * A notice that what was said of a shopper before is to be erased; a tombstone in the topic.
 *
 * @param asOfMillis when the shopper asked for it, event time
 */
public record ScoreErasure(String userId, long asOfMillis, Task task, ReleaseRole role) implements ScoreUpdate {}
