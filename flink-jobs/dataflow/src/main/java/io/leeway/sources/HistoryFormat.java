package io.leeway.sources;

import io.leeway.records.HistoryException;
import io.leeway.topics.RawBytes;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.IteratorResultIterator;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;

/**
 * History files: lines in order of event time, plain or {@code .gz}, one split a file. A position
 * in one is the number of records read from it.
 */
final class HistoryFormat<T> implements BulkFormat<T, FileSourceSplit> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int BATCH = 512;

    private final LineDecoder<T> decoder;
    private final TypeInformation<T> type;

    HistoryFormat(LineDecoder<T> decoder, TypeInformation<T> type) {
        this.decoder = decoder;
        this.type = type;
    }

    @Override
    public BulkFormat.Reader<T> createReader(Configuration configuration, FileSourceSplit split) throws IOException {
        return new LineReader<>(split.path(), LineFile.open(split.path()), decoder.begin(split.path()));
    }

    @Override
    public BulkFormat.Reader<T> restoreReader(Configuration configuration, FileSourceSplit split) throws IOException {
        LineReader<T> reader = new LineReader<>(split.path(), LineFile.open(split.path()), decoder.begin(split.path()));
        reader.skip(split.getReaderPosition()
                .map(CheckpointedPosition::getRecordsAfterOffset)
                .orElse(0L));
        return reader;
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }

    private static final class LineReader<T> implements BulkFormat.Reader<T> {
        private final Path path;
        private final LineFile file;
        private final LineDecoder.Lines<T> decoder;
        private final ArrayDeque<T> decoded = new ArrayDeque<>();
        private long records;

        private LineReader(Path path, LineFile file, LineDecoder.Lines<T> decoder) {
            this.path = path;
            this.file = file;
            this.decoder = decoder;
        }

        private void skip(long wanted) throws IOException {
            while (records < wanted) {
                if (next() == null) {
                    throw new SuppressRestartsException(
                            new HistoryException(
                                    "Expected at least " + wanted + " lines in " + path + ", found " + records
                                            + "; bring back the file that this job began to read, or start the job without a savepoint"));
                }
            }
        }

        @Override
        public BulkFormat.@Nullable RecordIterator<T> readBatch() throws IOException {
            long before = records;
            List<T> batch = new ArrayList<>(BATCH);
            while (batch.size() < BATCH) {
                T record = next();
                if (record == null) {
                    break;
                }
                batch.add(record);
            }
            return batch.isEmpty()
                    ? null
                    : new IteratorResultIterator<>(batch.iterator(), CheckpointedPosition.NO_OFFSET, before);
        }

        private @Nullable T next() throws IOException {
            while (decoded.isEmpty()) {
                RawBytes line = file.next();
                if (line == null) {
                    return null;
                }
                if (line.isCut()) {
                    decoder.oversized(line, file.lines(), decoded::addLast);
                } else {
                    decoder.decode(line.kept(), file.lines(), decoded::addLast);
                }
            }
            records++;
            return decoded.removeFirst();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
