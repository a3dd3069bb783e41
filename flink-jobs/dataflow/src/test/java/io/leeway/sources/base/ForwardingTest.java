package io.leeway.sources.base;

import java.util.Set;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

/** A call that a wrapper swallows is lost to the connector: no splits, no checkpoints, no end. */
class ForwardingTest {
    private static final class Reader extends ForwardingReader<String, String, SourceSplit> {
        private Reader(SourceReader<String, SourceSplit> reader) {
            super(reader);
        }

        @Override
        public InputStatus pollNext(ReaderOutput<String> output) throws Exception {
            return reader.pollNext(output);
        }
    }

    private static final class Enumerator extends ForwardingEnumerator<SourceSplit, String, String> {
        private Enumerator(SplitEnumerator<SourceSplit, String> enumerator) {
            super(enumerator);
        }

        @Override
        public String snapshotState(long checkpointId) throws Exception {
            return enumerator.snapshotState(checkpointId);
        }
    }

    private static final class EnumeratorContext extends ForwardingEnumeratorContext<SourceSplit> {
        private EnumeratorContext(SplitEnumeratorContext<SourceSplit> context) {
            super(context);
        }
    }

    @Test
    void aReaderPassesOnAllButPolling() throws Exception {
        PassedOnCalls.<SourceReader<String, SourceSplit>>verify(SourceReader.class, Reader::new, Set.of("pollNext"));
    }

    @Test
    void anEnumeratorPassesOnAllButItsSnapshot() throws Exception {
        PassedOnCalls.<SplitEnumerator<SourceSplit, String>>verify(
                SplitEnumerator.class, Enumerator::new, Set.of("snapshotState"));
    }

    /** Flink's default assigns a single split as several, so that a subclass sees both. */
    @Test
    void anEnumeratorsContextPassesOnAll() throws Exception {
        PassedOnCalls.<SplitEnumeratorContext<SourceSplit>>verify(
                SplitEnumeratorContext.class, EnumeratorContext::new, Set.of("assignSplit"));
    }
}
