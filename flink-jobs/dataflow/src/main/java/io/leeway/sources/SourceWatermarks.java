package io.leeway.sources;

import io.leeway.records.SourceRecord;
import io.leeway.shopper.events.EventRules;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Watermarks of one file or one partition.
 *
 * <p>Of history they follow the event time, since it is sorted. Of a live topic they follow the
 * record's timestamp minus the allowed lateness, by which lateness is decided too: an accepted
 * event is never behind them, in any replay. A timestamp that lies ahead does not move them.
 */
final class SourceWatermarks implements WatermarkGenerator<SourceRecord> {
    private final long allowedLatenessMillis;
    private long watermarkMillis = Long.MIN_VALUE;

    SourceWatermarks(long allowedLatenessMillis) {
        this.allowedLatenessMillis = allowedLatenessMillis;
    }

    static WatermarkStrategy<SourceRecord> strategy(long allowedLatenessMillis) {
        return WatermarkStrategy.<SourceRecord>forGenerator(context -> new SourceWatermarks(allowedLatenessMillis))
                .withTimestampAssigner((arrival, ignored) -> placeMillis(arrival));
    }

    /**
     * Batch sorts a shopper's arrivals by this: a late record keeps the place of its arrival,
     * behind an erasure that came before it, so that its bytes stay here.
     */
    private static long placeMillis(SourceRecord arrival) {
        return arrival.kind() == SourceRecord.Kind.LATE ? arrival.recordTimeMillis() : arrival.eventTimeMillis();
    }

    @Override
    public void onEvent(SourceRecord arrival, long eventTimestamp, WatermarkOutput output) {
        if (arrival.kind() == SourceRecord.Kind.LOST || arrival.reason().equals(EventRules.IMPLAUSIBLE_RECORD_TIME)) {
            return;
        }
        if (arrival.live()) {
            watermarkMillis = Math.max(watermarkMillis, arrival.recordTimeMillis() - allowedLatenessMillis - 1);
        } else if (arrival.kind() == SourceRecord.Kind.EVENT) {
            watermarkMillis = Math.max(watermarkMillis, arrival.eventTimeMillis() - 1);
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        if (watermarkMillis != Long.MIN_VALUE) {
            output.emitWatermark(new Watermark(watermarkMillis));
        }
    }
}
