package io.leeway.releases;

import io.leeway.records.ReleaseRole;
import io.leeway.releases.trust.ReleaseGate;
import io.leeway.releases.trust.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
 * the first verdict on a release, or that it was withdrawn.
 *
 * <p>Each record has a key of its own ({@link #newKey}). So compaction removes nothing, and what
 * holds once holds for ever: a later record of the same id changes nothing for any reader. 0.1.0
 * wrote the release's id as the key. Of two such records compaction keeps the last, and
 * so the last holds.
 *
 * <p>Where a {@link ReleaseGate} trusts keys, only what they signed counts: another record takes no
 * id, ends nothing and overwrites nothing, and neither does a tombstone.
 */
final class ReleaseLog {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseLog.class);

    private final String releasesTopic;
    private final ReleaseGate gate;
    private final Map<String, ModelRelease> releases = new LinkedHashMap<>();
    private final Map<String, ReleaseVerdict> verdicts = new LinkedHashMap<>();
    private final Map<Long, ReleaseVerdict> refusedRecords = new TreeMap<>();
    private final Map<Long, ReleaseVerdict> refusalsSaid = new TreeMap<>();

    /**
     * @param releasesTopic its name on the cluster; records of others are verdicts
     * @param gate which records count
     */
    ReleaseLog(String releasesTopic, ReleaseGate gate) {
        this.releasesTopic = releasesTopic;
        this.gate = gate;
    }

    /** The key of a new record about a release: no other record has it. */
    static byte[] newKey(String releaseId) {
        return (releaseId + '/' + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
    }

    /** Adds a record; one that cannot be read is logged and left out. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        String key = key(record);
        boolean ofRelease = record.topic().equals(releasesTopic);
        if (gate.isOpen()) {
            // Behind those that are kept: compaction keeps a record's place in the topic.
            (ofRelease ? releases : verdicts).remove(key);
        }
        byte @Nullable [] value = record.value();
        if (value == null) {
            return;
        }
        try {
            if (ofRelease) {
                addRelease(key, record, ReleaseJson.release(value));
            } else {
                addVerdict(key, record, ReleaseJson.verdict(value));
            }
        } catch (IllegalArgumentException unreadable) {
            LOG.warn(
                    "A record at offset {} of {} is left out: {}",
                    record.offset(),
                    record.topic(),
                    unreadable.getMessage());
        }
    }

    /** What does not count takes the place of nothing. */
    private void addRelease(String key, ConsumerRecord<byte[], byte[]> record, ModelRelease release) {
        Optional<String> refusal = gate.refusal(record, release.role().id())
                .or(() -> release.role() == ReleaseRole.RETIRED ? Optional.empty() : gate.refusal(release.location()));
        if (refusal.isPresent()) {
            refusedRecords.put(record.offset(), ReleaseVerdict.refuseRecord(release, record.offset(), refusal.get()));
        } else {
            releases.remove(key);
            releases.put(key, release);
        }
    }

    private void addVerdict(String key, ConsumerRecord<byte[], byte[]> record, ReleaseVerdict verdict) {
        Optional<String> refusal = gate.refusal(record, TrustedKeys.VERDICT);
        if (verdict.withdrawn()) {
            // Who may end a canary may end a release.
            refusal = refusal.flatMap(other -> gate.refusal(record, ReleaseRole.RETIRED.id()));
        }
        if (refusal.isPresent()) {
            throw new IllegalArgumentException(refusal.get());
        }
        if (verdict.isAboutRecord()) {
            refusalsSaid.put(verdict.offset(), verdict);
        } else {
            verdicts.remove(key);
            verdicts.put(key, verdict);
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

    /** By the release's id: that it was withdrawn, or what was said first. */
    Map<String, ReleaseVerdict> verdicts() {
        Map<String, ReleaseVerdict> first = new LinkedHashMap<>();
        verdicts.values().stream()
                .sorted(Comparator.comparing(verdict -> !verdict.withdrawn()))
                .forEach(verdict -> first.putIfAbsent(verdict.releaseId(), verdict));
        return first;
    }

    /** Those that do not count here, or for a job that said so, in their order. */
    List<ReleaseVerdict> refusedRecords() {
        Map<Long, ReleaseVerdict> all = new TreeMap<>(refusalsSaid);
        all.putAll(refusedRecords);
        return List.copyOf(all.values());
    }

    /** Those of which nothing has been said yet. */
    List<ReleaseVerdict> unsaidRefusals() {
        return refusedRecords.values().stream()
                .filter(refusal -> !refusalsSaid.containsKey(refusal.offset()))
                .toList();
    }
}
