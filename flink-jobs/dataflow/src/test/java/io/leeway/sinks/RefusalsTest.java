package io.leeway.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.records.SinkRecord;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
    private final Refusals refusals = new Refusals();

    private static SinkRecord record(String topic, String key, int valueBytes) {
        return SinkRecord.of(topic, key == null ? null : key.getBytes(UTF_8), new byte[valueBytes], 0);
    }

    /** As Flink's writer fails: the broker's answer behind its own line. */
    private static Exception failed(String topic, RuntimeException answer) {
        return new IOException(
                "asynchronous",
                new FlinkRuntimeException("Failed to send data to Kafka " + topic + "-3@-1 with X", answer));
    }

    /** These are sent again, by the producer or by a restart, and are taken later. */
    @Test
    void whatPassesDoesNotEndTheJob() {
        assertThatCode(() -> {
                    refusals.endFor(failed("scores", new TimeoutException("expiring 3 records")));
                    refusals.endFor(failed("scores", new NotEnoughReplicasException("2 of 3")));
                    refusals.endFor(new IOException("connection reset"));
                    refusals.endFor(new ExecutionException(new RuntimeException("shut down")));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsRefusedForGoodEndsTheJobWithItsCause() {
        for (RuntimeException answer : new RuntimeException[] {
            new RecordTooLargeException("too large"),
            new RecordBatchTooLargeException("batch"),
            new InvalidRecordException("no key"),
            new InvalidTimestampException("too old")
        }) {
            assertThatThrownBy(() -> refusals.endFor(failed("scores", answer)))
                    .isInstanceOf(SuppressRestartsException.class)
                    .cause()
                    .isInstanceOf(RefusedRecordException.class)
                    .hasMessageContaining("found one refused (" + answer.getMessage() + ") by topic scores")
                    .hasRootCause(answer);
        }
    }

    /** Thrown once and seen again on its way through the writer, it stays as it is. */
    @Test
    void aFailureThatEndsTheJobAlreadyIsNotWrappedAgain() {
        assertThatCode(() -> refusals.endFor(
                        new SuppressRestartsException(failed("scores", new RecordTooLargeException("too large")))))
                .doesNotThrowAnyException();
    }

    @Test
    void theLargestRecordOfTheTopicIsNamed() {
        refusals.sent(record("scores.churn", "u1", 10));
        refusals.sent(record("scores.churn", "u2", 900));
        refusals.sent(record("scores.churn", "u3", 899));
        refusals.sent(record("late", "u4", 5_000));
        requireMessage(
                "shop-a.scores.churn",
                "Expected Kafka to take every record, found one refused (too large) by topic shop-a.scores.churn; the"
                        + " largest since the last checkpoint has 902 bytes and the key u2; compare the topic's limits"
                        + " with what is written");
    }

    /** What a checkpoint has flushed the brokers have taken. */
    @Test
    void recordsBeforeTheLastFlushAreNotNamed() {
        refusals.sent(record("scores", "u1", 900));
        refusals.flushed();
        refusals.sent(record("scores", null, 20));
        requireMessage(
                "scores",
                "Expected Kafka to take every record, found one refused (too large) by topic scores; the largest since"
                        + " the last checkpoint has 20 bytes and the key " + Refusals.text(null)
                        + "; compare the topic's limits with what is written");
    }

    /** Topics may end with a hyphen and a number, as partitions do. */
    @ParameterizedTest
    @ValueSource(strings = {"scores", "scores-2", "shop-a.scores-2026-01"})
    void theTopicIsReadFromTheWritersLine(String topic) {
        requireMessage(
                topic,
                "Expected Kafka to take every record, found one refused (too large) by topic " + topic
                        + "; compare the topic's limits with what is written");
    }

    @Test
    void aRefusalOfNoKnownTopicIsALineToo() {
        assertThatThrownBy(() -> refusals.endFor(new RecordTooLargeException("too large")))
                .cause()
                .hasMessage("Expected Kafka to take every record, found one refused (too large); compare the topic's"
                        + " limits with what is written");
    }

    @Test
    void aLongKeyIsShortened() {
        refusals.sent(record("scores", "k".repeat(5_000), 1));
        assertThatThrownBy(() -> refusals.endFor(failed("scores", new RecordTooLargeException("too large"))))
                .cause()
                .hasMessageContaining("has 5001 bytes and the key " + "k".repeat(100) + "…;");
    }

    private void requireMessage(String topic, String message) {
        assertThatThrownBy(() -> refusals.endFor(failed(topic, new RecordTooLargeException("too large"))))
                .cause()
                .hasMessage(message);
    }
}
