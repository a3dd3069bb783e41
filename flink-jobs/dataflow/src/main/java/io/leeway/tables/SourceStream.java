package io.leeway.tables;

import io.leeway.sources.CheckpointOrder;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.data.RowData;

/**
 * What a table's scan runs as: a source with watermarks made where it reads. In a compiled plan it
 * has an id of its own, by which a savepoint finds it.
 */
record SourceStream(
        String name, Source<RowData, ?, ?> source, WatermarkStrategy<RowData> watermarks, TypeInformation<RowData> type)
        implements DataStreamScanProvider {

    @Override
    public DataStream<RowData> produceDataStream(ProviderContext context, StreamExecutionEnvironment environment) {
        DataStreamSource<RowData> stream = CheckpointOrder.source(environment, source, watermarks, name, type);
        context.generateUid(name).ifPresent(stream::uid);
        return stream;
    }

    @Override
    public boolean isBounded() {
        return source.getBoundedness() == Boundedness.BOUNDED;
    }
}
