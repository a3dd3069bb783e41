package io.leeway.sources;

import io.leeway.records.Arrival;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.util.zip.GZIPInputStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.ArrayResultIterator;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
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
        return new LineReader(split.path(), decoder, seamMillis);
    }

    @Override
    public BulkFormat.Reader<Arrival> restoreReader(Configuration configuration, FileSourceSplit split)
            throws IOException {
        LineReader reader = new LineReader(split.path(), decoder, seamMillis);
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

        private LineReader(Path path, EventDecoder decoder, long seamMillis) throws IOException {
            this.path = path;
            this.decoder = decoder;
            this.seamMillis = seamMillis;
            FSDataInputStream file = path.getFileSystem().open(path);
            this.in = new BufferedInputStream(
                    path.getName().endsWith(".gz") ? new GZIPInputStream(file, 1 << 16) : file, 1 << 16);
        }

        private void skip(long records) throws IOException {
            for (long i = 0; i < records; i++) {
                if (next() == null) {
                    throw new IOException("Expected at least " + records + " lines in " + path + ", found " + i
                            + ": the file is not the one this job began to read");
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
            String origin = "file " + path + ", line " + lines;
            Arrival arrival = decoder.history(bytes, latestMillis, origin);
            if (arrival.kind() == Arrival.Kind.EVENT) {
                if (arrival.eventTimeMillis() < latestMillis) {
                    throw new IOException("Expected history in order of event time, found a line that goes back in "
                            + origin + "; sort it with `leeway import`");
                }
                if (arrival.eventTimeMillis() >= seamMillis) {
                    throw new IOException("Expected history to end before the seam, found a later event in " + origin
                            + "; set the seam to where history ends");
                }
                latestMillis = arrival.eventTimeMillis();
            }
            return arrival;
        }

        private byte @Nullable [] readLine() throws IOException {
            line.reset();
            int next = in.read();
            if (next < 0) {
                return null;
            }
            while (next >= 0 && next != '\n') {
                line.write(next);
                next = in.read();
            }
            return line.toByteArray();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
