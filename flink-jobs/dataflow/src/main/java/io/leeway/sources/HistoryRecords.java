package io.leeway.sources;

import io.leeway.records.HistoryException;
import io.leeway.records.SourceRecord;
import io.leeway.topics.RawBytes;
import java.io.Serial;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Arrivals out of history.
 *
 * <p>A line that goes back in time ends the job: history that is out of order has to be imported
 * first, or shoppers would be scored from half of it.
 */
record HistoryRecords(EventDecoder decoder, long seamMillis) implements LineDecoder<SourceRecord> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public Lines<SourceRecord> begin(Path file) {
        return new InOrder(file);
    }

    private final class InOrder implements Lines<SourceRecord> {
        private final Path file;
        private long latestMillis = Long.MIN_VALUE;

        private InOrder(Path file) {
            this.file = file;
        }

        @Override
        public void decode(byte[] bytes, long number, Consumer<SourceRecord> out) {
            String origin = LineDecoder.at(file, number);
            SourceRecord arrival = decoder.history(bytes, latestMillis, origin);
            if (arrival.kind() == SourceRecord.Kind.EVENT) {
                require(arrival, origin);
                latestMillis = arrival.eventTimeMillis();
            }
            out.accept(arrival);
        }

        @Override
        public void oversized(RawBytes line, long number, Consumer<SourceRecord> out) {
            out.accept(EventDecoder.oversized(line, latestMillis, LineDecoder.at(file, number)));
        }

        private void require(SourceRecord arrival, String origin) {
            Instant found = Instant.ofEpochMilli(arrival.eventTimeMillis());
            if (arrival.eventTimeMillis() < latestMillis) {
                throw forGood("Expected history in order of event time, found a line that goes back from "
                        + Instant.ofEpochMilli(latestMillis) + " to " + found + " in " + origin
                        + "; sort it with `leeway import`");
            }
            if (arrival.eventTimeMillis() >= seamMillis) {
                throw forGood("Expected history to end before the seam " + Instant.ofEpochMilli(seamMillis)
                        + ", found an event at " + found + " in " + origin + "; set --seam to where history ends");
            }
        }

        private static RuntimeException forGood(String message) {
            return new SuppressRestartsException(new HistoryException(message));
        }
    }
}
