package io.leeway.fault;

import io.leeway.sources.base.ForwardingReader;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source whose readers hand on so many records a completed checkpoint, and then wait for the next: however fast the machine is, a run has its checkpoints, and
 * what is planned for them happens. Flink's own rate-limited reader keeps source events to itself, without which no hybrid source works.
 */
public record PacedSource<T, S extends SourceSplit, E>(Source<T, S, E> source, int recordsPerCheckpoint)
        implements Source<T, S, E> {
    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SourceReader<T, S> createReader(SourceReaderContext context) throws Exception {
        return new PacedReader<>(source.createReader(context), recordsPerCheckpoint);
    }

    @Override
    public SplitEnumerator<S, E> createEnumerator(SplitEnumeratorContext<S> context) throws Exception {
        return source.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<S, E> restoreEnumerator(SplitEnumeratorContext<S> context, E checkpoint) throws Exception {
        return source.restoreEnumerator(context, checkpoint);
    }

    @Override
    public SimpleVersionedSerializer<S> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<E> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    private static final class PacedReader<T, S extends SourceSplit> extends ForwardingReader<T, T, S> {
        private final int recordsPerCheckpoint;
        private int left;
        private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

        private PacedReader(SourceReader<T, S> reader, int recordsPerCheckpoint) {
            super(reader);
            this.recordsPerCheckpoint = recordsPerCheckpoint;
            this.left = recordsPerCheckpoint;
        }

        @Override
        public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
            if (left == 0) {
                return InputStatus.NOTHING_AVAILABLE;
            }
            InputStatus status = reader.pollNext(output);
            if (status == InputStatus.MORE_AVAILABLE && --left == 0) {
                gate = new CompletableFuture<>();
                return InputStatus.NOTHING_AVAILABLE;
            }
            return status;
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return left == 0 ? gate : reader.isAvailable();
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) throws Exception {
            reader.notifyCheckpointComplete(checkpointId);
            left = recordsPerCheckpoint;
            gate.complete(null);
        }
    }
}
