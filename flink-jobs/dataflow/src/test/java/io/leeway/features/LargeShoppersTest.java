package io.leeway.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.FeatureVector;
import io.leeway.records.SinkRecord;
import io.leeway.records.SourceRecord;
import io.leeway.records.SourceRecord.Kind;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.events.EventType;
import io.leeway.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.metrics.groups.TaskIOMetricGroup;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.PriorityQueueSetFactory;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.operators.InternalTimeServiceManager;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionInternalTimeServiceManager;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.streaming.runtime.tasks.StreamTaskCancellationContext;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One user id that many shoppers share: work and memory are bounded, and the rule holds in each mode. */
class LargeShoppersTest {
    private static final long T = Instant.parse("2026-01-01T10:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final String GUEST = "guest";

    private KeyedOneInputStreamOperatorTestHarness<String, SourceRecord, FeatureVector> harness;
    private CountingStateBackend states;

    @AfterEach
    void close() throws Exception {
        if (harness != null) {
            harness.close();
        }
    }

    @Test
    void lateAndDeadRecordsDoNotReadWhatWaits() throws Exception {
        open(1_000_000, false);
        add(event("erase", EventType.ERASE, T + 1));
        for (int i = 0; i < 100_000; i++) {
            add(event("e" + i, EventType.VIEW, T + i));
        }
        for (int i = 0; i < 100; i++) {
            add(record(Kind.DEAD), record(Kind.LATE));
        }
        assertThat(states.reads).isZero();
        assertThat(side(Topics.DEAD_LETTERS)).hasSize(100).noneMatch(json -> json.contains("raw"));
        assertThat(side(Topics.LATE)).hasSize(100).noneMatch(json -> json.contains("raw"));
    }

    /** What an earlier build left has no note of erasures: it is made once. */
    @Test
    void withoutANoteTheListIsReadOnce() throws Exception {
        open(1_000_000, false);
        for (int i = 0; i < 1_000; i++) {
            add(event("e" + i, EventType.VIEW, T + i));
        }
        for (int i = 0; i < 100; i++) {
            add(record(Kind.DEAD), record(Kind.LATE));
        }
        assertThat(states.reads).isOne();
        assertThat(side(Topics.LATE)).hasSize(100).allMatch(json -> json.contains("raw"));
    }

    @Test
    void theFirstEventsOfAnHourAreAppliedInWhateverOrderTheyCome() throws Exception {
        List<SourceRecord> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            // Three hours and a bit, some at one instant, with an erasure within the second.
            events.add(event("e" + i, EventType.VIEW, T + i / 2 * 12_000));
        }
        events.add(event("erase", EventType.ERASE, T + HOUR + 60_000));
        List<FeatureVector> expected = null;
        List<String> dead = null;
        for (int run = 0; run < 8; run++) {
            boolean batch = run == 0;
            if (!batch) {
                Collections.shuffle(events, new Random(run));
            }
            open(100, batch);
            if (batch) {
                events.sort(Comparator.comparingLong(SourceRecord::eventTimeMillis));
                add(events.toArray(SourceRecord[]::new));
            } else {
                addWithWatermarks(events, new Random(run));
            }
            harness.processWatermark(Long.MAX_VALUE);
            List<FeatureVector> vectors = harness.extractOutputValues();
            List<String> letters = side(Topics.DEAD_LETTERS).stream().sorted().toList();
            assertThat(counts()).contains("\"dead.too-many-events\":" + letters.size());
            if (expected == null) {
                assertThat(letters).hasSize(2_000 - 400);
                assertThat(vectors).anyMatch(FeatureVector::isErasure).anyMatch(vector -> !vector.isErasure());
                expected = vectors;
                dead = letters;
            } else {
                assertThat(ids(vectors)).as("run %d", run).isEqualTo(ids(expected));
                assertThat(letters).isEqualTo(dead);
            }
            harness.close();
        }
    }

    /** An hour is open until the watermark has passed it, and each adds what comes before the next look. */
    @Test
    void whatWaitsIsBounded() throws Exception {
        open(100, false);
        for (int i = 0; i < 100_000; i++) {
            add(event("e" + i, EventType.VIEW, T + i));
        }
        assertThat(states.largest).isLessThanOrEqualTo(201);
        assertThat(states.reads).isLessThanOrEqualTo(1_000);
        assertThat(side(Topics.DEAD_LETTERS)).hasSizeGreaterThan(99_700);
    }

    /** Batch shows an operator all events of a user before any timer rings. */
    @Test
    void whatWaitsIsBoundedInBatch() throws Exception {
        open(100, true);
        for (int i = 0; i < 100_000; i++) {
            add(event("e" + i, EventType.VIEW, T + i * 60_000L));
        }
        assertThat(states.largest).isLessThanOrEqualTo(102);
        assertThat(side(Topics.DEAD_LETTERS)).isEmpty();
        int before = harness.extractOutputValues().size();
        assertThat(before).isGreaterThan(2 * 1_600);
        harness.processWatermark(Long.MAX_VALUE);
        assertThat(counts()).contains("\"applied\":100000");
    }

    private void open(int eventsPerHour, boolean batch) throws Exception {
        FeaturesOptions options = new FeaturesOptions(
                ProfileSettings.DEFAULTS.withEventsPerHour(eventsPerHour),
                Instant.ofEpochMilli(T),
                Instant.ofEpochMilli(T + 100 * 24 * HOUR),
                null,
                false);
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                Features.factory(options), SourceRecord::userId, Types.STRING);
        StateBackend backend = batch ? new BatchExecutionStateBackend() : new HashMapStateBackend();
        states = new CountingStateBackend(backend);
        harness.setStateBackend(states);
        if (batch) {
            harness.setTimeServiceManagerProvider(new InternalTimeServiceManager.Provider() {
                @Override
                public <K> InternalTimeServiceManager<K> create(
                        TaskIOMetricGroup metrics,
                        PriorityQueueSetFactory factory,
                        KeyGroupRange keyGroups,
                        ClassLoader loader,
                        KeyContext context,
                        ProcessingTimeService time,
                        Iterable<KeyGroupStatePartitionStreamProvider> raw,
                        StreamTaskCancellationContext cancellation)
                        throws Exception {
                    return BatchExecutionInternalTimeServiceManager.create(
                            metrics, states.keyed, keyGroups, loader, context, time, raw, cancellation);
                }
            });
        }
        harness.open();
    }

    private void add(SourceRecord... arrivals) throws Exception {
        for (SourceRecord arrival : arrivals) {
            harness.processElement(arrival, arrival.eventTimeMillis());
        }
    }

    /** Each event is ahead of the watermark, which rises in between to wherever the rest allows it. */
    private void addWithWatermarks(List<SourceRecord> shuffled, Random random) throws Exception {
        List<SourceRecord> events = new ArrayList<>(shuffled);
        for (int from = 0; from < events.size(); ) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(400));
            add(events.subList(from, to).toArray(SourceRecord[]::new));
            from = to;
            events.subList(from, events.size()).sort(Comparator.comparingLong(SourceRecord::eventTimeMillis));
            if (from < events.size()) {
                harness.processWatermark(events.get(from).eventTimeMillis() - 1);
                Collections.shuffle(events.subList(from, Math.min(events.size(), from + 600)), random);
            }
        }
    }

    private static List<String> ids(List<FeatureVector> vectors) {
        return vectors.stream()
                .map(vector -> vector.asOfMillis() + " " + vector.task() + " " + vector.triggers() + " "
                        + Arrays.toString(vector.numbers()) + Arrays.toString(vector.ids()))
                .toList();
    }

    private List<String> side(String topic) {
        Queue<StreamRecord<SinkRecord>> side = harness.getSideOutput(Features.SIDE);
        return side == null
                ? List.of()
                : side.stream()
                        .map(StreamRecord::getValue)
                        .filter(out -> out.topic().equals(topic) && out.value() != null)
                        .map(out -> new String(out.value(), UTF_8))
                        .toList();
    }

    private String counts() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
        return String.join("", side(Topics.TALLIES));
    }

    private static SourceRecord event(String id, EventType type, long time) {
        return LiveEvents.event(id, GUEST, type, time);
    }

    private static SourceRecord record(Kind kind) {
        byte[] raw = ("{\"id\":\"late\",\"type\":\"view\",\"user\":\"guest\",\"time\":" + T + "}").getBytes(UTF_8);
        return new SourceRecord(kind, GUEST, T, T + 2 * HOUR, true, raw, "undecodable", "", "topic t");
    }
}
