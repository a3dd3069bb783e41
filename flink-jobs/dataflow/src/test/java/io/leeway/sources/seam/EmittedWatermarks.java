package io.leeway.sources.seam;

import io.leeway.records.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** An output that keeps the watermarks. */
final class EmittedWatermarks implements ReaderOutput<SourceRecord> {
    final List<Long> millis = new ArrayList<>();

    @Override
    public void emitWatermark(Watermark watermark) {
        millis.add(watermark.getTimestamp());
    }

    @Override
    public void collect(SourceRecord record) {}

    @Override
    public void collect(SourceRecord record, long timestamp) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<SourceRecord> createOutputForSplit(String splitId) {
        return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}
}
