package io.leeway.records;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way out, already encoded: every sink takes these, so that all that a checkpoint
 * commits is committed together.
 *
 * @param topic the topic, or for files the folder
 * @param key the user, in UTF-8, where there is one: what compaction and tombstones go by
 * @param value JSON in UTF-8; null is a tombstone
 * @param eventTimeMillis of a tombstone, for the header {@code event-time}; a record's timestamp is
 *     when it is written
 * @param scoredAtMillis wall clock when a score was made, for the header {@code scored-at}; 0 where
 *     it does not apply. Headers are not part of a score
 * @param scoringMillis wall-clock milliseconds from the watermark's passing the as-of time to the
 *     emission, for the header {@code scoring-millis}; −1 where it does not apply
 * @param appendedAtMillis wall clock when the triggering live event was appended, for the header
 *     {@code appended-at}; 0 where it does not apply
 * @param bundleRows rows of the bundle that made the score, for the header {@code bundle-rows}; 0
 *     where it does not apply
 */
@TypeInfo(RecordType.OfSinkRecord.class)
public record SinkRecord(
        String topic,
        byte @Nullable [] key,
        byte @Nullable [] value,
        long eventTimeMillis,
        long scoredAtMillis,
        long scoringMillis,
        long appendedAtMillis,
        int bundleRows) {

    public static SinkRecord of(String topic, byte @Nullable [] key, byte @Nullable [] value, long eventTimeMillis) {
        return new SinkRecord(topic, key, value, eventTimeMillis, 0, -1, 0, 0);
    }
}
