package io.leeway.tables;

import io.leeway.sources.SeamSource;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.RowData;

/**
 * What a hybrid table's scan runs as. Both halves look at the checks: history's beginning is the
 * job's, and the live half's is the switch.
 */
record HybridStream(
        HalfScan historical,
        HalfScan live,
        List<StartCheck> checks,
        WatermarkStrategy<RowData> watermarks,
        TypeInformation<RowData> type)
        implements DataStreamScanProvider {

    @Override
    public DataStream<RowData> produceDataStream(ProviderContext context, StreamExecutionEnvironment environment) {
        SeamSource<RowData> source = SeamSource.of(
                historical.source(environment, checks, type), live.source(environment, checks, type), type);
        return new SourceStream("hybrid", source, watermarks, type).produceDataStream(context, environment);
    }

    @Override
    public boolean isBounded() {
        return live.isBounded();
    }
}
