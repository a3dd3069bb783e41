package io.leeway.records.scores;

import io.leeway.records.ReleaseRole;
import io.leeway.shopper.Task;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A notice that what was said of a shopper before is to be erased; a tombstone in the topic.
 *
 * @param asOfMillis when the shopper asked for it, event time
 */
@TypeInfo(ScoreUpdateSerializer.OfScoreUpdate.class)
public record ScoreErasure(String userId, long asOfMillis, Task task, ReleaseRole role) implements ScoreUpdate {}
