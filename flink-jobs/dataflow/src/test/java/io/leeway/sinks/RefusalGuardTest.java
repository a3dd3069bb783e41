package io.leeway.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.records.SinkRecord;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** What the guard adds to a writer of transactions, and that it takes nothing away. */
class RefusalGuardTest {
    private final KeptSink kept = new KeptSink();
    private final RefusalGuard<SinkRecord, String, String, KeptSink> guard =
            new RefusalGuard<>(kept, task -> new TwoMarks(task, kept.done));
    private final WriterContext context = WriterContext.plain();

    /** Two records before each barrier. */
    private record TwoMarks(TaskInfo task, List<String> done) implements BarrierRecords<SinkRecord> {
        @Override
        public void advance(long watermarkMillis) {
            done.add("advance " + watermarkMillis);
        }

        @Override
        public List<SinkRecord> records() {
            return List.of(record("mark of " + task.getIndexOfThisSubtask()), record("another"));
        }

        @Override
        public void close() {
            done.add("close marks");
        }
    }

    private static SinkRecord record(String topic) {
        return SinkRecord.of(topic, "u1".getBytes(UTF_8), new byte[40], 0);
    }

    /** Behind them a reader would take the subtask to be further than its records are. */
    @Test
    void recordsBeforeABarrierFollowAllOthersAndPrecedeTheFlush() throws Exception {
        try (SinkWriter<SinkRecord> writer = guard.createWriter(context)) {
            writer.write(record("scores"), WriterContext.NO_TIME);
            writer.writeWatermark(new Watermark(5));
            writer.write(record("late"), WriterContext.NO_TIME);
            writer.flush(false);
        }
        assertThat(kept.done)
                .containsExactly(
                        "write scores",
                        "advance 5",
                        "watermark 5",
                        "write late",
                        "write mark of 1",
                        "write another",
                        "flush false",
                        "close",
                        "close marks");
    }

    @Test
    void stateAndCommittablesAreTheWrappedSinks() throws Exception {
        try (StatefulSinkWriter<SinkRecord, String> writer = guard.restoreWriter(context, List.of("old"))) {
            assertThat(kept.done).containsExactly("restore [old]");
            assertThat(writer.snapshotState(4)).containsExactly("state 4");
            assertThat(((CommittingSinkWriter<?, ?>) writer).prepareCommit())
                    .asList()
                    .containsExactly("transaction");
        }
        assertThat(guard.getWriterStateSerializer()).isSameAs(kept.getWriterStateSerializer());
        assertThat(guard.getCommittableSerializer()).isSameAs(kept.getCommittableSerializer());
        guard.addPostCommitTopology(null);
        assertThat(kept.done).contains("topology");
    }

    @Test
    void aRefusedRecordEndsTheJobAndIsNamed() throws Exception {
        kept.answer = new RuntimeException(
                "Failed to send data to Kafka full-0@-1", new RecordTooLargeException("too large"));
        try (SinkWriter<SinkRecord> writer = guard.createWriter(context)) {
            assertThatThrownBy(() -> writer.write(record("full"), WriterContext.NO_TIME))
                    .isInstanceOf(SuppressRestartsException.class)
                    .cause()
                    .isInstanceOf(RefusedRecordException.class)
                    .hasMessageContaining(
                            "by topic full; the largest since the last checkpoint has 42 bytes" + " and the key u1");
        }
    }

    @Test
    void aFailureThatPassesStaysAsItIs() throws Exception {
        kept.answer = new TimeoutException("expiring");
        try (SinkWriter<SinkRecord> writer = guard.createWriter(context)) {
            assertThatThrownBy(() -> writer.write(record("full"), WriterContext.NO_TIME))
                    .isSameAs(kept.answer);
        }
    }
}
