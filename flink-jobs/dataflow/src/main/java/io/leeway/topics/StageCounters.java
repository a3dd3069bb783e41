package io.leeway.topics;

import io.leeway.records.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts since the last checkpoint barrier.
 *
 * <p>An operator drains them before the barrier, so that they are committed with the checkpoint
 * whose records they count: their sum over all committed records is exact through failures and
 * rescaling, without a counter in state. Not thread-safe.
 */
public final class StageCounters {
    private final String stage;
    private final Map<String, Long> counts = new TreeMap<>();

    /** Counts of a stage; the name is in the record. */
    public StageCounters(String stage) {
        this.stage = stage;
    }

    /** One more of these. */
    public void add(String name) {
        add(name, 1);
    }

    /** So many more of these. */
    public void add(String name, long more) {
        counts.merge(name, more, Long::sum);
    }

    /** What was counted since the last time, as a record for {@link Topics#TALLIES}; empty where nothing was. */
    public Optional<SinkRecord> drain(long eventTimeMillis) {
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder json = new StringBuilder("{\"stage\":\"").append(stage).append("\",\"counts\":{");
        String separator = "";
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.append(separator)
                    .append('"')
                    .append(count.getKey())
                    .append("\":")
                    .append(count.getValue());
            separator = ",";
        }
        counts.clear();
        byte[] value = json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
        return Optional.of(SinkRecord.of(Topics.TALLIES, null, value, eventTimeMillis));
    }
}
