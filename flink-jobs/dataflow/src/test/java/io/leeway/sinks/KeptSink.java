package io.leeway.sinks;

import io.leeway.records.SinkRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/** A sink like Kafka's that keeps what its writer is asked; the topic {@code full} is refused. */
final class KeptSink
        implements Sink<SinkRecord>,
                SupportsWriterState<SinkRecord, String>,
                SupportsCommitter<String>,
                SupportsPostCommitTopology<String> {
    private static final long serialVersionUID = 1L;

    final transient List<String> done = new ArrayList<>();
    transient RuntimeException answer = new IllegalStateException();

    @Override
    public Writer createWriter(WriterInitContext context) {
        return new Writer();
    }

    @Override
    public Writer restoreWriter(WriterInitContext context, Collection<String> states) {
        done.add("restore " + states);
        return new Writer();
    }

    @Override
    public SimpleVersionedSerializer<String> getWriterStateSerializer() {
        return SimpleVersionedStringSerializer.INSTANCE;
    }

    @Override
    public Committer<String> createCommitter(CommitterInitContext context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SimpleVersionedSerializer<String> getCommittableSerializer() {
        return SimpleVersionedStringSerializer.INSTANCE;
    }

    @Override
    public void addPostCommitTopology(DataStream<CommittableMessage<String>> committables) {
        done.add("topology");
    }

    private final class Writer
            implements StatefulSinkWriter<SinkRecord, String>, CommittingSinkWriter<SinkRecord, String> {
        @Override
        public void write(SinkRecord record, Context context) {
            if (record.topic().equals("full")) {
                throw answer;
            }
            done.add("write " + record.topic());
        }

        @Override
        public void flush(boolean endOfInput) {
            done.add("flush " + endOfInput);
        }

        @Override
        public void writeWatermark(Watermark watermark) {
            done.add("watermark " + watermark.getTimestamp());
        }

        @Override
        public List<String> snapshotState(long checkpointId) {
            return List.of("state " + checkpointId);
        }

        @Override
        public Collection<String> prepareCommit() {
            return List.of("transaction");
        }

        @Override
        public void close() {
            done.add("close");
        }
    }
}
