package io.leeway.tables;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * {@code 'connector' = 'leeway-kafka'}: Flink's Kafka table with one option more,
 * {@code kafka-config}, the path of a file with properties of its clients. No value of the file is
 * in the job. A row that brokers refuse for good ends the job without a restart. All other options
 * are those of {@code 'connector' = 'kafka'}.
 */
public final class KafkaFileTableFactory implements DynamicTableSourceFactory, DynamicTableSinkFactory {
    static final String IDENTIFIER = "leeway-kafka";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(KafkaTableOptions.KAFKA_CONFIG);
    }

    /** The Kafka table checks its own. */
    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        return FactoryUtil.createDynamicTableSource(
                null,
                context.getObjectIdentifier(),
                table(context),
                context.getEnrichmentOptions(),
                context.getConfiguration(),
                context.getClassLoader(),
                context.isTemporary());
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        return new RefusalGuardedSink(FactoryUtil.createDynamicTableSink(
                null,
                context.getObjectIdentifier(),
                table(context),
                context.getEnrichmentOptions(),
                context.getConfiguration(),
                context.getClassLoader(),
                context.isTemporary()));
    }

    private static ResolvedCatalogTable table(Context context) {
        return context.getCatalogTable()
                .copy(KafkaTableOptions.expanded(context.getCatalogTable().getOptions()));
    }
}
