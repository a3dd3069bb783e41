package io.leeway.releases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The content of both topics: the first record of a release or verdict counts. Not thread-safe. */
final class ReleaseLog {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseLog.class);

    private final String releasesTopic;
    private final Map<String, ModelRelease> releases = new LinkedHashMap<>();
    private final Map<String, ReleaseVerdict> verdicts = new LinkedHashMap<>();

    ReleaseLog(ReleaseTopics topics) {
        this.releasesTopic = topics.releases();
    }

    /** Adds a record; one that cannot be read is logged and left out. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        try {
            if (record.topic().equals(releasesTopic)) {
                ModelRelease release = ReleaseJson.release(value);
                releases.putIfAbsent(release.id(), release);
            } else {
                ReleaseVerdict verdict = ReleaseJson.verdict(value);
                verdicts.putIfAbsent(verdict.releaseId(), verdict);
            }
        } catch (IllegalArgumentException unreadable) {
            LOG.warn(
                    "A record at offset {} of {} is left out: {}",
                    record.offset(),
                    record.topic(),
                    unreadable.getMessage());
        }
    }

    List<ModelRelease> releases() {
        return new ArrayList<>(releases.values());
    }

    Map<String, ReleaseVerdict> verdicts() {
        return new LinkedHashMap<>(verdicts);
    }
}
