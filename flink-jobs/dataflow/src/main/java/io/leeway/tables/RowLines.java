package io.leeway.tables;

import io.leeway.records.HistoryException;
import io.leeway.sources.LineDecoder;
import io.leeway.topics.RawBytes;
import java.io.IOException;
import java.io.Serial;
import java.util.function.Consumer;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.fs.Path;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows out of lines, by any format. A line on which the format fails ends the job for good: it will
 * not be another one the next time. A line that is too long for any is left out, and counted in the
 * metric {@code oversized}.
 */
final class RowLines implements LineDecoder<RowData>, ReaderListener {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(RowLines.class);

    private final DeserializationSchema<RowData> schema;
    private transient @Nullable MetricGroup metrics;
    private transient boolean opened;
    private transient Counter oversized = new SimpleCounter();

    RowLines(DeserializationSchema<RowData> schema) {
        this.schema = schema;
    }

    @Override
    public void created(SourceReaderContext context) {
        metrics = context.metricGroup().addGroup("deserializer");
    }

    @Override
    public Lines<RowData> begin(Path file) throws IOException {
        open();
        return new Lines<>() {
            @Override
            public void decode(byte[] bytes, long number, Consumer<RowData> out) {
                RowLines.this.decode(file, bytes, number, out);
            }

            @Override
            public void oversized(RawBytes line, long number, Consumer<RowData> out) {
                LOG.warn(
                        "Left out a line of {} bytes, expected at most {}: {}",
                        line.length(),
                        MAX_BYTES,
                        LineDecoder.at(file, number));
                oversized.inc();
            }
        };
    }

    /** Once for all files of a reader: a metric can be registered but once. */
    private synchronized void open() throws IOException {
        if (!opened) {
            try {
                MetricGroup group = metrics == null ? new UnregisteredMetricsGroup() : metrics;
                schema.open(new Opening(group));
                oversized = group.counter("oversized");
            } catch (Exception e) {
                throw new IOException("Expected the format to open, found: " + e.getMessage(), e);
            }
            opened = true;
        }
    }

    private void decode(Path file, byte[] bytes, long number, Consumer<RowData> out) {
        try {
            schema.deserialize(bytes, new Rows(out));
        } catch (IOException | RuntimeException e) {
            throw new SuppressRestartsException(new HistoryException(
                    "Expected a line that the table's format can read, found another one in "
                            + LineDecoder.at(file, number)
                            + "; correct the line, or set the format to skip such lines",
                    e));
        }
    }

    private record Rows(Consumer<RowData> out) implements Collector<RowData> {
        @Override
        public void collect(RowData row) {
            out.accept(row);
        }

        @Override
        public void close() {}
    }

    private record Opening(MetricGroup metrics) implements DeserializationSchema.InitializationContext {
        @Override
        public MetricGroup getMetricGroup() {
            return metrics;
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(Thread.currentThread().getContextClassLoader());
        }
    }
}
