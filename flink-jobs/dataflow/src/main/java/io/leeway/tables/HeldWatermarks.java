package io.leeway.tables;

import java.io.Serial;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.WatermarkAlignmentParams;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.data.RowData;

/**
 * Watermarks that wait for the end of a history whose files are read in any order: by rows of one
 * file, those of the next would be late.
 *
 * <p>Historical rows are those without a timestamp, see {@link RowRule}. Of a split that showed
 * one, nothing is forwarded at all, nor that it is idle.
 */
record HeldWatermarks(WatermarkStrategy<RowData> strategy) implements WatermarkStrategy<RowData> {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public WatermarkGenerator<RowData> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        return new OfSplit(strategy.createWatermarkGenerator(context));
    }

    @Override
    public TimestampAssigner<RowData> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return strategy.createTimestampAssigner(context);
    }

    @Override
    public WatermarkAlignmentParams getAlignmentParameters() {
        return strategy.getAlignmentParameters();
    }

    private static final class OfSplit implements WatermarkGenerator<RowData> {
        private final WatermarkGenerator<RowData> generator;
        private boolean held;

        private OfSplit(WatermarkGenerator<RowData> generator) {
            this.generator = generator;
        }

        @Override
        public void onEvent(RowData row, long timestamp, WatermarkOutput output) {
            held |= timestamp == TimestampAssigner.NO_TIMESTAMP;
            if (!held) {
                generator.onEvent(row, timestamp, output);
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            if (!held) {
                generator.onPeriodicEmit(output);
            }
        }
    }
}
