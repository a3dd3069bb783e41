package io.leeway.releases;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content of both topics, the same for a reader that saw every record and for one that begins
 * when compaction has removed some. Not thread-safe.
 *
 * <p>What counts is what a compacted topic keeps: of each key the last record, and none when that
 * is a tombstone or cannot be read. Of the records that count, the first release of an id holds, and
 * the first verdict on a release.
 *
 * <p>Each record has a key of its own ({@link #newKey}). So compaction removes nothing, and what
 * holds once holds for ever: a later record of the same id changes nothing for any reader. 0.1.0
 * wrote the release's id as the key. Of two such records compaction keeps the last, and
 * so the last holds.
 */
final class ReleaseLog {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseLog.class);

    private final String releasesTopic;
    private final Map<String, ModelRelease> releases = new LinkedHashMap<>();
    private final Map<String, ReleaseVerdict> verdicts = new LinkedHashMap<>();

    /** @param releasesTopic its name on the cluster; records of others are verdicts */
    ReleaseLog(String releasesTopic) {
        this.releasesTopic = releasesTopic;
    }

    /** The key of a new record about a release: no other record has it. */
    static byte[] newKey(String releaseId) {
        return (releaseId + '/' + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
    }

    /** Adds a record; one that cannot be read is logged and left out. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        String key = key(record);
        boolean ofRelease = record.topic().equals(releasesTopic);
        // Behind those that are kept: compaction keeps a record's place in the topic.
        (ofRelease ? releases : verdicts).remove(key);
        byte @Nullable [] value = record.value();
        if (value == null) {
            return;
        }
        try {
            if (ofRelease) {
                releases.put(key, ReleaseJson.release(value));
            } else {
                verdicts.put(key, ReleaseJson.verdict(value));
            }
        } catch (IllegalArgumentException unreadable) {
            LOG.warn(
                    "A record at offset {} of {} is left out: {}",
                    record.offset(),
                    record.topic(),
                    unreadable.getMessage());
        }
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] key = record.key();
        // Compacted topics refuse records without a key; other topics may hold some.
        return key == null ? "offset " + record.offset() : new String(key, StandardCharsets.UTF_8);
    }

    /** By id, each once. */
    List<ModelRelease> releases() {
        Map<String, ModelRelease> first = new LinkedHashMap<>();
        releases.values().forEach(release -> first.putIfAbsent(release.id(), release));
        return new ArrayList<>(first.values());
    }

    /** By the release's id. */
    Map<String, ReleaseVerdict> verdicts() {
        Map<String, ReleaseVerdict> first = new LinkedHashMap<>();
        verdicts.values().forEach(verdict -> first.putIfAbsent(verdict.releaseId(), verdict));
        return first;
    }
}
