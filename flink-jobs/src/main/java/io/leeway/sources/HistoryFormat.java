package io.leeway.sources;

import io.leeway.records.Arrival;
import io.leeway.records.HistoryException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.ArrayResultIterator;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;

/**
 * History files: JSON lines in order of event time, plain or {@code .gz}, one split a file.
 *
 * <p>A line that goes back in time ends the job: history that is out of order has to be imported first, or shoppers would be scored from half of it.
 */
final class HistoryFormat implements BulkFormat<Arrival, FileSourceSplit> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int BATCH = 512;

    private final EventDecoder decoder;
    private final long seamMillis;

    HistoryFormat(EventDecoder decoder, long seamMillis) {
        this.decoder = decoder;
        this.seamMillis = seamMillis;
    }

    @Override
    public BulkFormat.Reader<Arrival> createReader(Configuration configuration, FileSourceSplit split)
            throws IOException {
        return LineReader.open(split.path(), decoder, seamMillis);
    }

    @Override
    public BulkFormat.Reader<Arrival> restoreReader(Configuration configuration, FileSourceSplit split)
            throws IOException {
        LineReader reader = LineReader.open(split.path(), decoder, seamMillis);
        long read = split.getReaderPosition()
                .map(CheckpointedPosition::getRecordsAfterOffset)
                .orElse(0L);
        reader.skip(read);
        return reader;
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<Arrival> getProducedType() {
        return TypeInformation.of(Arrival.class);
    }

    private static final class LineReader implements BulkFormat.Reader<Arrival> {
        private final Path path;
        private final EventDecoder decoder;
        private final long seamMillis;
        private final InputStream in;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        private long lines;
        private long latestMillis = Long.MIN_VALUE;

        private LineReader(Path path, EventDecoder decoder, long seamMillis, InputStream in) {
            this.path = path;
            this.decoder = decoder;
            this.seamMillis = seamMillis;
            this.in = new BufferedInputStream(in, 1 << 16);
        }

        private static LineReader open(Path path, EventDecoder decoder, long seamMillis) throws IOException {
            FSDataInputStream file = path.getFileSystem().open(path);
            if (!path.getName().endsWith(".gz")) {
                return new LineReader(path, decoder, seamMillis, file);
            }
            try {
                return new LineReader(path, decoder, seamMillis, new GZIPInputStream(file, 1 << 16));
            } catch (EOFException | ZipException e) {
                file.close();
                throw damaged(path, 1, e);
            }
        }

        /** Another error of reading may pass, and the job is restarted; this one will not. */
        private static RuntimeException damaged(Path path, long line, IOException cause) {
            return forGood(new HistoryException(
                    "Expected a whole gzip file, found a damaged one in " + at(path, line) + " (" + cause.getMessage()
                            + "); copy it again, or write the history anew with `leeway import`",
                    cause));
        }

        private static RuntimeException forGood(HistoryException failure) {
            return new SuppressRestartsException(failure);
        }

        private static String at(Path path, long line) {
            return "file " + path + ", line " + line;
        }

        private void skip(long records) throws IOException {
            for (long i = 0; i < records; i++) {
                if (next() == null) {
                    throw forGood(new HistoryException("Expected at least " + records + " lines in " + path + ", found "
                            + i + "; bring back the file that this job began to read, or start the job anew"));
                }
            }
        }

        @Override
        public BulkFormat.@Nullable RecordIterator<Arrival> readBatch() throws IOException {
            Arrival[] batch = new Arrival[BATCH];
            long before = lines;
            int size = 0;
            while (size < BATCH) {
                Arrival arrival = next();
                if (arrival == null) {
                    break;
                }
                batch[size++] = arrival;
            }
            if (size == 0) {
                return null;
            }
            ArrayResultIterator<Arrival> iterator = new ArrayResultIterator<>();
            iterator.set(batch, size, CheckpointedPosition.NO_OFFSET, before);
            return iterator;
        }

        private @Nullable Arrival next() throws IOException {
            byte[] bytes = readLine();
            if (bytes == null) {
                return null;
            }
            lines++;
            String origin = at(path, lines);
            Arrival arrival = decoder.history(bytes, latestMillis, origin);
            if (arrival.kind() == Arrival.Kind.EVENT) {
                if (arrival.eventTimeMillis() < latestMillis) {
                    throw forGood(new HistoryException(
                            "Expected history in order of event time, found a line that goes back from "
                                    + Instant.ofEpochMilli(latestMillis) + " to "
                                    + Instant.ofEpochMilli(arrival.eventTimeMillis()) + " in " + origin
                                    + "; sort it with `leeway import`"));
                }
                if (arrival.eventTimeMillis() >= seamMillis) {
                    throw forGood(new HistoryException(
                            "Expected history to end before the seam " + Instant.ofEpochMilli(seamMillis)
                                    + ", found an event at " + Instant.ofEpochMilli(arrival.eventTimeMillis()) + " in "
                                    + origin + "; set --seam to where history ends"));
                }
                latestMillis = arrival.eventTimeMillis();
            }
            return arrival;
        }

        private byte @Nullable [] readLine() throws IOException {
            line.reset();
            try {
                int next = in.read();
                if (next < 0) {
                    return null;
                }
                while (next >= 0 && next != '\n') {
                    line.write(next);
                    next = in.read();
                }
                return line.toByteArray();
            } catch (EOFException | ZipException e) {
                throw damaged(path, lines + 1, e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
