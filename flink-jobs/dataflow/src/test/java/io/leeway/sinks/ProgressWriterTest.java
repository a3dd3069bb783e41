package io.leeway.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without brokers: when there is something to report. What is written, the job's tests read. */
class ProgressWriterTest {
    private final ProgressWriter writer = until(null);

    private static ProgressWriter until(@Nullable Instant end) {
        return new ProgressWriter(
                new KafkaConnection(
                        "localhost:1",
                        null,
                        Map.of("default.api.timeout.ms", "200", "request.timeout.ms", "200"),
                        Topics.PLAIN),
                List.of("leeway.scores.churn"),
                WriterContext.TASK,
                end);
    }

    @AfterEach
    void close() {
        writer.close();
    }

    /** Readers would else be held at the beginning of time, or brokers asked for nothing. */
    @Test
    void beforeTheFirstWatermarkNothingIsWritten() throws Exception {
        assertThat(writer.records()).isEmpty();
    }

    /** A run with a bound ends, and another one writes what comes later. */
    @Test
    void theEndOfInputIsNoProgress() throws Exception {
        writer.advance(Long.MAX_VALUE);
        assertThat(writer.records()).isEmpty();
    }

    /** What reads the topics of a bounded run would else wait for ever for its last scores. */
    @Test
    void aRunThatEndsAtAnInstantReportsIt() {
        try (ProgressWriter ending = until(Instant.EPOCH)) {
            ending.advance(Long.MAX_VALUE);
            assertThatThrownBy(ending::records).hasMessage("Cannot ask for the partitions of [leeway.scores.churn]");
        }
    }

    @Test
    void brokersThatDoNotAnswerFailTheCheckpointWithALine() {
        writer.advance(1_000);
        assertThatThrownBy(writer::records)
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot ask for the partitions of [leeway.scores.churn]")
                .hasCauseInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
    }
}
