package io.leeway.tables;

import io.leeway.sources.base.StartCheck;
import io.leeway.sources.seam.SeamKeepingSource;
import io.leeway.sources.seam.SeamSource;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.RowData;

/**
 * What a hybrid table's scan runs as. The checks are made when the job starts, and again at the
 * switch.
 */
record HybridStream(
        HalfScan historical,
        HalfScan live,
        SwitchPoint point,
        List<StartCheck> checks,
        WatermarkStrategy<RowData> watermarks,
        TypeInformation<RowData> type)
        implements DataStreamScanProvider {

    @Override
    public DataStream<RowData> produceDataStream(ProviderContext context, StreamExecutionEnvironment environment) {
        SeamSource<RowData> both = SeamSource.of(
                historical.source(environment, List.of(), type),
                live.source(environment, checks, type),
                point.historyEndMillis(),
                type);
        Source<RowData, ?, ?> source = SeamKeepingSource.of(both, type, point.instant(), "'switch.at'", checks);
        return new SourceStream("hybrid", source, watermarks, type).produceDataStream(context, environment);
    }

    @Override
    public boolean isBounded() {
        return live.isBounded();
    }
}
