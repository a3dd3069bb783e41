package io.leeway.cli.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.cli.console.ClockPause;
import io.leeway.cli.console.UserError;
import io.leeway.cli.demo.ManualClock;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.local.EmbeddedBroker;
import io.leeway.local.SharedBroker;
import io.leeway.topics.KafkaConnection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** {@code leeway heartbeat} to a real topic. */
@ExtendWith(SharedBroker.class)
class HeartbeatCommandTest {
    private static final int BUSY = 0;
    private static final int QUIET = 1;

    private final EmbeddedBroker broker;
    private final ManualClock clock = new ManualClock();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    HeartbeatCommandTest(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @Test
    void quietAndEmptyPartitionsGetOneAndBusyOnesNone() throws Exception {
        broker.createTopic("shop.leeway.events", 3, Map.of());
        send("shop.leeway.events", BUSY, Duration.ofSeconds(29));
        send("shop.leeway.events", QUIET, Duration.ofSeconds(125));

        assertThat(run(once(), "--topic-prefix", "shop.")).isZero();

        assertThat(out)
                .hasToString("2023-11-14T22:13:20Z  3 partitions of shop.leeway.events, heartbeats to 2:"
                        + " partition 1 (PT2M5S behind), partition 2 (no records)\n");
        List<ConsumerRecord<byte[], byte[]>> beats = beats("shop.leeway.events");
        assertThat(beats).extracting(ConsumerRecord::partition).containsExactlyInAnyOrder(QUIET, 2);
        assertThat(beats).allSatisfy(beat -> {
            assertThat(beat.key()).isNull();
            assertThat(beat.timestamp()).isGreaterThan(clock.millis());
            assertThat(beat.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
        });

        out.getBuffer().setLength(0);
        clock.advance(999);
        assertThat(run(once(), "--topic-prefix", "shop.")).isZero();
        assertThat(out).hasToString("2023-11-14T22:13:20Z  3 partitions of shop.leeway.events, none quiet for PT30S\n");
        assertThat(beats("shop.leeway.events")).hasSize(2);
    }

    @Test
    void theBrokersClockStampsThemWhereTheTopicSaysSo() throws Exception {
        broker.createTopic("appended", 1, Map.of("message.timestamp.type", "LogAppendTime"));

        assertThat(run(once(), "--topic", "appended", "--quiet-for", "PT0S")).isZero();

        assertThat(beats("appended")).singleElement().satisfies(beat -> assertThat(beat.timestampType())
                .isEqualTo(TimestampType.LOG_APPEND_TIME));
    }

    @Test
    void itRepeatsAtTheIntervalAndOutlivesAFailure() throws Exception {
        broker.createTopic("repeated", 1, Map.of());
        send("repeated", 0, Duration.ZERO);
        List<Long> pauses = new ArrayList<>();
        long start = clock.millis();
        ClockPause threeRounds = (ignored, until) -> {
            pauses.add(until - start);
            clock.advance(until - clock.millis());
            if (pauses.size() == 2) {
                delete("repeated");
            } else if (pauses.size() == 3) {
                throw new InterruptedException("three rounds");
            }
        };

        assertThat(run(threeRounds, "--topic", "repeated", "--every", "PT40S")).isEqualTo(1);

        assertThat(pauses).containsExactly(40_000L, 80_000L, 120_000L);
        assertThat(out.toString().lines())
                .containsExactly(
                        "2023-11-14T22:13:20Z  1 partition of repeated, none quiet for PT30S",
                        "2023-11-14T22:14:00Z  1 partition of repeated, heartbeats to 1: partition 0 (PT40S behind)");
        assertThat(err.toString().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).startsWith("leeway: Expected the topic repeated at "));
    }

    @Test
    void errorsAreOneLine() throws Exception {
        assertThatThrownBy(() -> heartbeat(KafkaConnection.to(broker.bootstrapServers()), "absent"))
                .isInstanceOf(UserError.class)
                .hasMessage("Expected the topic absent at " + broker.bootstrapServers()
                        + ", found none of that name; create it, or name the live topic with --topic");
        assertThatThrownBy(() -> heartbeat(KafkaConnection.to("nowhere.invalid:9092"), "absent"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "Expected Kafka brokers at nowhere.invalid:9092 that take heartbeats for absent, found: ");
        broker.createTopic("compacted", 1, Map.of("cleanup.policy", "compact"));
        assertThatThrownBy(() -> heartbeat(KafkaConnection.to(broker.bootstrapServers()), "compacted"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("ompacted topic cannot accept message without key");
    }

    @Test
    void aWrongDurationIsRefused() throws Exception {
        assertThat(run(once(), "--quiet-for", "-PT1S")).isEqualTo(1);
        assertThat(run(once(), "--every", "PT0S")).isEqualTo(1);
        assertThat(err.toString()).contains("Expected --quiet-for of", "Expected --every of");
    }

    private void heartbeat(KafkaConnection kafka, String topic) throws InterruptedException {
        HeartbeatRound.send(kafka, topic, Duration.ofSeconds(30), clock.instant());
    }

    private static ClockPause once() {
        return (clock, until) -> {
            throw new AssertionError("Expected one round");
        };
    }

    private int run(ClockPause pause, String... more) {
        String[] arguments = Stream.concat(Stream.of("--bootstrap", broker.bootstrapServers()), Arrays.stream(more))
                .toArray(String[]::new);
        return new CommandLine(new HeartbeatCommand(clock, pause))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private void send(String topic, int partition, Duration ago) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                KafkaConnection.to(broker.bootstrapServers()).producer(Map.of())) {
            byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic, partition, clock.millis() - ago.toMillis(), null, value))
                    .get();
        }
    }

    private void delete(String topic) {
        try (var admin = KafkaConnection.to(broker.bootstrapServers()).admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
            while (admin.listTopics().names().get().contains(topic)) {
                Thread.onSpinWait();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> beats(String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        CommittedTopics.readAll(
                KafkaConnection.to(broker.bootstrapServers()),
                List.of(topic),
                Duration.ZERO,
                Clock.systemUTC(),
                record -> {
                    if (record.value() == null) {
                        found.add(record);
                    }
                });
        return found;
    }
}
