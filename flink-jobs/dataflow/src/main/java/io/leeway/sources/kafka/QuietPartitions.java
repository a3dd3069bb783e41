package io.leeway.sources.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions of a live topic that have no records for a while: each holds back the watermark.
 *
 * <p>The gauge {@value #METRIC} of a partition says how far the largest timestamp that was read from
 * it lies behind the wall clock, where a timestamp that lies ahead is taken for now; before its first
 * record, how long ago the reader got it. A spell without records is reported when it has lasted
 * {@link #QUIET}, and when it ends. Time in which the reader itself did not come to the end of its
 * records does not count. Only gauges may be read by other threads than the reader's.
 */
final class QuietPartitions {
    static final String METRIC = "leeway_partition_behind_millis";
    static final Duration QUIET = Duration.ofMinutes(1);

    /** Kafka's reader is polled every ten seconds at least, unless what is behind it is busy. */
    private static final Duration BUSY = Duration.ofSeconds(30);

    /** What is said of a partition when it becomes quiet, or has records again. */
    record Notice(boolean quiet, String line) {}

    private final MetricGroup metrics;
    private final Clock clock;
    private final Map<String, Partition> partitions = new ConcurrentHashMap<>();
    private long lookedMillis;

    QuietPartitions(MetricGroup metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        this.lookedMillis = clock.millis();
    }

    /** The reader has got a partition. */
    void add(TopicPartition partition) {
        long now = clock.millis();
        if (partitions.put(partition.toString(), new Partition(now)) == null) {
            Gauge<Long> behind = () -> behind(partition.toString(), clock.millis());
            metrics.addGroup("topic", partition.topic())
                    .addGroup("partition", Integer.toString(partition.partition()))
                    .gauge(METRIC, behind);
        }
    }

    /** The reader has come to the end of a bounded partition. */
    void remove(String partition) {
        partitions.remove(partition);
    }

    /** A record of a partition was read. */
    void read(String partition, long timestampMillis) {
        Partition read = partitions.get(partition);
        if (read != null) {
            read.hasRecords = true;
            if (timestampMillis > read.newestMillis) {
                read.newestMillis = Math.min(timestampMillis, clock.millis());
            }
        }
    }

    /** To be called whenever the reader has no more records at the time. */
    List<Notice> look() {
        long now = clock.millis();
        boolean busy = now - lookedMillis > BUSY.toMillis();
        lookedMillis = now;
        List<Notice> notices = new ArrayList<>();
        partitions.forEach((name, partition) -> {
            if (partition.hasRecords || busy && !partition.quiet) {
                if (partition.quiet) {
                    notices.add(new Notice(
                            false,
                            "Partition " + name + " has records again, after "
                                    + Duration.ofMillis(now - partition.sinceMillis)));
                }
                partition.hasRecords = false;
                partition.quiet = false;
                partition.sinceMillis = now;
            } else if (!partition.quiet && now - partition.sinceMillis >= QUIET.toMillis()) {
                partition.quiet = true;
                notices.add(new Notice(true, quiet(name, partition, now)));
            }
        });
        return notices;
    }

    private String quiet(String name, Partition partition, long now) {
        String newest = partition.newestMillis == Long.MIN_VALUE
                ? "it has had none since it is read"
                : "the newest is of " + Instant.ofEpochMilli(partition.newestMillis) + ", "
                        + Duration.ofMillis(behind(name, now)) + " behind the wall clock";
        return "Partition " + name + " has had no record for " + Duration.ofMillis(now - partition.sinceMillis) + ": "
                + newest + ". It holds back the watermark, and with it all scores; `leeway heartbeat` moves it";
    }

    private long behind(String name, long now) {
        Partition partition = partitions.get(name);
        if (partition == null) {
            return 0;
        }
        long newest = partition.newestMillis;
        return now - (newest == Long.MIN_VALUE ? partition.addedMillis : newest);
    }

    private static final class Partition {
        private final long addedMillis;
        private volatile long newestMillis = Long.MIN_VALUE;
        private long sinceMillis;
        private boolean hasRecords;
        private boolean quiet;

        private Partition(long addedMillis) {
            this.addedMillis = addedMillis;
            this.sinceMillis = addedMillis;
        }
    }
}
