package io.leeway.sources.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.sources.kafka.QuietPartitions.Notice;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class QuietPartitionsTest {
    private static final String BUSY = "leeway.events-0";
    private static final String QUIET = "leeway.events-1";

    private final Map<String, Gauge<?>> gauges = new HashMap<>();
    private final SetClock clock = new SetClock();
    private final QuietPartitions partitions = new QuietPartitions(new Gauges("", gauges), clock);

    QuietPartitionsTest() {
        partitions.add(new TopicPartition("leeway.events", 0));
        partitions.add(new TopicPartition("leeway.events", 1));
    }

    @Test
    void aQuietPartitionIsNamedOnceWithHowFarItIsBehindAndAgainWhenItIsBack() {
        partitions.read(QUIET, clock.millis() - 5_000);
        assertThat(run(Duration.ofSeconds(60), true)).isEmpty();

        assertThat(run(Duration.ofSeconds(10), true))
                .containsExactly(new Notice(
                        true,
                        "Partition leeway.events-1 has had no record for PT1M: the newest is of"
                                + " 2026-03-01T11:59:55Z, PT1M15S behind the wall clock. It holds back the watermark,"
                                + " and with it all scores; `leeway heartbeat` moves it"));
        assertThat(run(Duration.ofMinutes(10), true)).isEmpty();
        assertThat(gauges.get("topic=leeway.events partition=1 " + QuietPartitions.METRIC)
                        .getValue())
                .isEqualTo(Duration.ofSeconds(675).toMillis());
        assertThat(gauges.get("topic=leeway.events partition=0 " + QuietPartitions.METRIC)
                        .getValue())
                .isEqualTo(0L);

        partitions.read(QUIET, clock.millis());
        assertThat(run(Duration.ofSeconds(10), true))
                .containsExactly(new Notice(false, "Partition leeway.events-1 has records again, after PT11M10S"));
        assertThat(run(Duration.ofSeconds(60), true)).singleElement().satisfies(notice -> assertThat(notice.quiet())
                .isTrue());
    }

    @Test
    void aPartitionThatWasEmptyFromTheStartIsNamedToo() {
        assertThat(run(Duration.ofSeconds(60), true)).singleElement().satisfies(notice -> assertThat(notice.line())
                .startsWith("Partition leeway.events-1 has had no record for PT1M: it has had none since it is read."));
        assertThat(gauges.get("topic=leeway.events partition=1 " + QuietPartitions.METRIC)
                        .getValue())
                .isEqualTo(60_000L);
    }

    @Test
    void timeInWhichTheReaderIsBusyOrHeldBackDoesNotCount() {
        assertThat(run(Duration.ofSeconds(50), true)).isEmpty();
        clock.now = clock.now.plus(Duration.ofMinutes(5));
        assertThat(partitions.look()).isEmpty();
        assertThat(run(Duration.ofSeconds(50), true)).isEmpty();
        assertThat(run(Duration.ofSeconds(10), true)).hasSize(1);
    }

    /** The partition of a producer whose clock is ahead would look busy for as long. */
    @Test
    void aTimestampThatLiesAheadIsTakenForNow() {
        partitions.read(QUIET, clock.now.plus(Duration.ofDays(1)).toEpochMilli());
        run(Duration.ofSeconds(60), true);
        assertThat(gauges.get("topic=leeway.events partition=1 " + QuietPartitions.METRIC)
                        .getValue())
                .isEqualTo(60_000L);
    }

    @Test
    void aPartitionThatWasReadToItsEndIsNotQuiet() {
        partitions.remove(QUIET);
        assertThat(run(Duration.ofMinutes(5), true)).isEmpty();
        partitions.remove(BUSY);
        assertThat(run(Duration.ofMinutes(5), false)).isEmpty();
    }

    /** Looks every ten seconds; one partition has a record each time. */
    private List<Notice> run(Duration time, boolean records) {
        List<Notice> notices = new ArrayList<>();
        for (Instant end = clock.now.plus(time); clock.now.isBefore(end); ) {
            clock.now = clock.now.plusSeconds(10);
            if (records) {
                partitions.read(BUSY, clock.millis());
            }
            notices.addAll(partitions.look());
        }
        return notices;
    }

    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Keeps gauges by their groups and name. */
    private static final class Gauges extends UnregisteredMetricsGroup {
        private final String group;
        private final Map<String, Gauge<?>> gauges;

        private Gauges(String group, Map<String, Gauge<?>> gauges) {
            this.group = group;
            this.gauges = gauges;
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return new Gauges(group + key + "=" + value + " ", gauges);
        }

        @Override
        public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            gauges.put(group + name, gauge);
            return gauge;
        }
    }
}
