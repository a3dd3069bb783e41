package io.leeway.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.cli.console.ClockPause;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.local.EmbeddedBroker;
import io.leeway.local.SharedBroker;
import io.leeway.sources.LiveRecords;
import io.leeway.topics.KafkaConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class LivePlayerTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofHours(10));
    private static final Duration LATENESS = Duration.ofMinutes(10);
    private static final int PARTITIONS = 3;

    @Test
    void timestampsAreTheArrivalsAndNeverFallAndHeartbeatsReachEveryPartition(EmbeddedBroker broker) throws Exception {
        broker.createTopic("played", PARTITIONS, Map.of());
        List<PlayedRecord> arrivals = arrivals();
        ManualClock clock = new ManualClock();
        long wallStart = clock.millis();

        PlayFigures figures = player(broker, "played", 1800, clock).play(arrivals.iterator());

        assertThat(clock.millis() - wallStart).as("10 hours at 1800").isEqualTo(20_000);
        assertThat(figures.records()).isEqualTo(arrivals.size());
        assertThat(figures.playedTo()).isEqualTo(END);
        assertThat(figures.recordsPerSecond()).isEqualTo(arrivals.size() / 20.0);
        List<PlayedRecord> found = new ArrayList<>();
        Map<String, Set<Integer>> partitionsByKey = new HashMap<>();
        Map<Integer, List<Long>> beats = new HashMap<>();
        long[] last = new long[PARTITIONS];
        for (ConsumerRecord<byte[], byte[]> record : read(broker, "played")) {
            assertThat(record.timestamp()).isGreaterThanOrEqualTo(last[record.partition()]);
            last[record.partition()] = record.timestamp();
            long appendedAt = Long.parseLong(new String(
                    record.headers().lastHeader(LiveRecords.APPENDED_AT).value(), UTF_8));
            if (record.timestamp() <= END.toEpochMilli()) {
                assertThat((appendedAt - wallStart) * 1800L)
                        .isBetween(
                                record.timestamp() - START.toEpochMilli() - 1800,
                                record.timestamp() - START.toEpochMilli());
            }
            if (record.value() == null) {
                assertThat(record.key()).isNull();
                beats.computeIfAbsent(record.partition(), ignored -> new ArrayList<>())
                        .add(record.timestamp());
            } else {
                String key = record.key() == null ? null : new String(record.key(), UTF_8);
                found.add(new PlayedRecord(record.timestamp(), key, record.value()));
                partitionsByKey
                        .computeIfAbsent(String.valueOf(key), ignored -> new HashSet<>())
                        .add(record.partition());
            }
        }
        assertThat(found).hasSameSizeAs(arrivals);
        assertThat(texts(found)).containsExactlyInAnyOrderElementsOf(texts(arrivals));
        assertThat(partitionsByKey.remove("null")).as("without a key").hasSize(PARTITIONS);
        assertThat(partitionsByKey.values()).as("a user's records").allMatch(partitions -> partitions.size() == 1);
        assertThat(beats).hasSize(PARTITIONS);
        long beatMillis = Duration.ofSeconds(360).toMillis();
        beats.values().forEach(times -> {
            assertThat(times).hasSize(101 + 1);
            assertThat(times.get(1) - times.get(0)).as("200 ms at 1800").isEqualTo(beatMillis);
            assertThat(times.get(times.size() - 1))
                    .isEqualTo(END.plus(LATENESS).plus(Duration.ofMinutes(1)).toEpochMilli());
        });
    }

    @Test
    void aSlowShopBeatsOnceASecondOfItsOwnClock() {
        assertThat(settings("localhost:1", "t", 1).beatMillis()).isEqualTo(1000);
        assertThat(settings("localhost:1", "t", 100).beatMillis()).isEqualTo(20_000);
    }

    @Test
    void anArrivalOutOfOrderIsRefused(EmbeddedBroker broker) throws Exception {
        broker.createTopic("out-of-order", 1, Map.of());
        List<PlayedRecord> arrivals = List.of(at(5_000, "a"), at(4_999, "b"));
        assertThatThrownBy(() ->
                        player(broker, "out-of-order", 1000, new ManualClock()).play(arrivals.iterator()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected an arrival between 2026-03-01T00:00:05Z");
    }

    @Test
    void playingKeepsThePaceOfTheWallClock(EmbeddedBroker broker) throws Exception {
        broker.createTopic("paced", 1, Map.of());
        LivePlayer.Settings settings = new LivePlayer.Settings(
                broker.bootstrapServers(), "paced", 1000, START, START.plusSeconds(600), LATENESS);
        PlayFigures figures = new LivePlayer(settings, Clock.systemUTC(), ClockPause.parking())
                .play(List.of(at(0, "a"), at(300_000, "a")).iterator());
        assertThat(figures.elapsedMillis()).as("600 s at 1000").isBetween(600L, 5_000L);
    }

    private static List<PlayedRecord> arrivals() {
        Random random = new Random(7);
        long span = Duration.between(START, END).toMillis();
        return random.longs(3_000, 0, span + 1)
                .sorted()
                .mapToObj(offset -> at(offset, random.nextInt(20) == 0 ? null : "u" + random.nextInt(50)))
                .toList();
    }

    private static PlayedRecord at(long offsetMillis, String key) {
        return new PlayedRecord(
                START.toEpochMilli() + offsetMillis, key, ("{\"at\":" + offsetMillis + "}").getBytes(UTF_8));
    }

    private static List<String> texts(List<PlayedRecord> arrivals) {
        return arrivals.stream()
                .map(arrival ->
                        arrival.arrivalMillis() + " " + arrival.key() + " " + new String(arrival.value(), UTF_8))
                .toList();
    }

    private static LivePlayer player(EmbeddedBroker broker, String topic, double speed, Clock clock) {
        return new LivePlayer(settings(broker.bootstrapServers(), topic, speed), clock, ManualClock.jumping());
    }

    private static LivePlayer.Settings settings(String bootstrapServers, String topic, double speed) {
        return new LivePlayer.Settings(bootstrapServers, topic, speed, START, END, LATENESS);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(EmbeddedBroker broker, String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        CommittedTopics.readAll(
                KafkaConnection.to(broker.bootstrapServers()),
                List.of(topic),
                Duration.ZERO,
                Clock.systemUTC(),
                records::add);
        return records;
    }
}
