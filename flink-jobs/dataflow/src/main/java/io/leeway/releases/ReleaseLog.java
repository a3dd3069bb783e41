package io.leeway.releases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the two topics say, in their order: of a release the first word holds, and so it does of a verdict. Not thread-safe. */
final class ReleaseLog {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseLog.class);

    private final String releasesTopic;
    private final Map<String, ModelRelease> releases = new LinkedHashMap<>();
    private final Map<String, ReleaseVerdict> verdicts = new LinkedHashMap<>();
    private long generation;

    ReleaseLog(ReleaseTopics topics) {
        this.releasesTopic = topics.releases();
    }

    /** Takes a record in; one that cannot be read is logged and left out, for it can name nothing. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        try {
            if (record.topic().equals(releasesTopic)) {
                ModelRelease release = ReleaseJson.release(value);
                generation += releases.putIfAbsent(release.id(), release) == null ? 1 : 0;
            } else {
                ReleaseVerdict verdict = ReleaseJson.verdict(value);
                generation += verdicts.putIfAbsent(verdict.releaseId(), verdict) == null ? 1 : 0;
            }
        } catch (IllegalArgumentException unreadable) {
            LOG.warn(
                    "A record at offset {} of {} is left out: {}",
                    record.offset(),
                    record.topic(),
                    unreadable.getMessage());
        }
    }

    long generation() {
        return generation;
    }

    List<ModelRelease> releases() {
        return new ArrayList<>(releases.values());
    }

    Map<String, ReleaseVerdict> verdicts() {
        return new LinkedHashMap<>(verdicts);
    }
}
