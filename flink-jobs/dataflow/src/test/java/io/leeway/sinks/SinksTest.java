package io.leeway.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.SinkRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinksTest {
    @TempDir
    private Path folder;

    private static SinkRecord record(String topic, String value) {
        return SinkRecord.of(topic, "u1".getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8), 5);
    }

    private List<String> lines(String topic) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(topic))) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    /** As at a checkpoint; the files are committed by Flink when it is complete. */
    private void write(SinkRecord... records) throws Exception {
        Sink<SinkRecord> sink = Sinks.files(folder.toUri().toString()).sink();
        try (SinkWriter<SinkRecord> writer = sink.createWriter(WriterContext.plain())) {
            for (SinkRecord record : records) {
                writer.write(record, WriterContext.NO_TIME);
            }
            writer.flush(false);
            ((CommittingSinkWriter<?, ?>) writer).prepareCommit();
        }
    }

    @Test
    void filesHoldALineOfJsonForEachRecordOfTheirTopic() throws Exception {
        write(
                record("leeway.scores.churn", "{\"user\":\"ü\"}"),
                record("leeway.late", "{\"late\":1}"),
                record("leeway.scores.churn", "{\"user\":\"u2\"}"));
        assertThat(lines("leeway.scores.churn")).containsExactly("{\"user\":\"ü\"}", "{\"user\":\"u2\"}");
        assertThat(lines("leeway.late")).containsExactly("{\"late\":1}");
    }

    /** An empty line would be no JSON for a reader. */
    @Test
    void tombstonesLeaveNoLine() throws Exception {
        write(record("leeway.late", "{}"), record("leeway.late", null), record("leeway.late", "{\"a\":1}"));
        assertThat(lines("leeway.late")).containsExactly("{}", "{\"a\":1}");
    }

    /** A destination travels with the job. */
    @Test
    void aDestinationIsSerializable() throws Exception {
        Sink<SinkRecord> sink =
                InstantiationUtil.clone(Sinks.files(folder.toString())).sink();
        assertThat(InstantiationUtil.clone(sink)).isNotNull();
    }

    @Test
    void onlyKafkasSinkIsGuarded() {
        Sink<SinkRecord> other = new DiscardingSink<>();
        assertThat(Sinks.guarded(other)).isSameAs(other);
    }
}
