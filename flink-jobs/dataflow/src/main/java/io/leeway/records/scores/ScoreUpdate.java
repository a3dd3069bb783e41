package io.leeway.records.scores;

import io.leeway.records.ReleaseRole;
import io.leeway.shopper.Task;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A change of what is said of one shopper for one task: a score, or the erasure of those before it.
 * Immutable.
 */
@TypeInfo(ScoreUpdateSerializer.OfScoreUpdate.class)
public sealed interface ScoreUpdate permits ShopperScore, ScoreErasure {
    String userId();

    /** As-of time of a score, time of an erasure; event time. */
    long asOfMillis();

    Task task();

    /** Of the release that scored, or of those whose scores are erased. */
    ReleaseRole role();
}
