package io.leeway.sql;

import io.leeway.fault.PacedSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** A table whose readers hand on so many records a checkpoint and then wait: another table, whose options stand behind {@code of.}. */
public final class PacedTableFactory implements DynamicTableSourceFactory {
    private static final ConfigOption<Integer> RECORDS =
            ConfigOptions.key("records-per-checkpoint").intType().noDefaultValue();

    @Override
    public String factoryIdentifier() {
        return "paced";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(RECORDS);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        Map<String, String> inner = new HashMap<>();
        context.getCatalogTable().getOptions().forEach((key, value) -> {
            if (key.startsWith("of.")) {
                inner.put(key.substring(3), value);
            }
        });
        DynamicTableSource paced = FactoryUtil.createDynamicTableSource(
                null,
                context.getObjectIdentifier(),
                context.getCatalogTable().copy(inner),
                Map.of(),
                context.getConfiguration(),
                context.getClassLoader(),
                context.isTemporary());
        int records = Integer.parseInt(context.getCatalogTable().getOptions().get(RECORDS.key()));
        return new PacedTable((ScanTableSource) paced, records);
    }

    private record PacedTable(ScanTableSource table, int records) implements ScanTableSource {
        @Override
        public ChangelogMode getChangelogMode() {
            return table.getChangelogMode();
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            return new PacedStream((DataStreamScanProvider) table.getScanRuntimeProvider(context), records);
        }

        @Override
        public DynamicTableSource copy() {
            return new PacedTable((ScanTableSource) table.copy(), records);
        }

        @Override
        public String asSummaryString() {
            return "paced " + table.asSummaryString();
        }
    }

    private record PacedStream(DataStreamScanProvider provider, int records) implements DataStreamScanProvider {
        @Override
        public DataStream<RowData> produceDataStream(ProviderContext context, StreamExecutionEnvironment environment) {
            DataStream<RowData> stream = provider.produceDataStream(name -> Optional.empty(), environment);
            Source<RowData, ?, ?> source =
                    ((SourceTransformation<RowData, ?, ?>) stream.getTransformation()).getSource();
            return environment.fromSource(paced(source), WatermarkStrategy.noWatermarks(), "paced", stream.getType());
        }

        private <S extends SourceSplit, E> Source<RowData, ?, ?> paced(Source<RowData, S, E> source) {
            return new PacedSource<>(source, records);
        }

        @Override
        public boolean isBounded() {
            return provider.isBounded();
        }
    }
}
