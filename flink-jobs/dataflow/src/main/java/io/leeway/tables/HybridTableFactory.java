package io.leeway.tables;

import io.leeway.sources.base.StartCheck;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.WatermarkSpec;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.RowType;

/**
 * {@code 'connector' = 'hybrid'}: one table of what was and what comes. Two ordinary tables, whose
 * options stand here behind {@code historical.} and {@code live.}, are read one after the other; at
 * the seam no row is lost and none is there twice, whatever fails there.
 *
 * <p>A row is history's when the {@code switch.column} lies before {@code switch.at}, and live from
 * there on; what a half holds beyond that is left out, and so is a row without a time. The metadata
 * column {@code is_backfill} says where a row came from; of the metadata of only one half, rows of
 * the other have NULL.
 *
 * <p>A live Kafka table may name a file with properties of its clients as
 * {@code live.kafka-config}, for brokers that ask for credentials; no value of it is in the job.
 *
 * <p>Watermarks follow the rows of a history that is read in order of time; otherwise they wait for
 * its end, see {@code historical.ordered}.
 */
public final class HybridTableFactory implements DynamicTableSourceFactory {
    private static final String IDENTIFIER = "hybrid";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(HybridOptions.SWITCH_AT, HybridOptions.HISTORICAL_CONNECTOR, HybridOptions.LIVE_CONNECTOR);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(HybridOptions.SWITCH_COLUMN, HybridOptions.SWITCH_MARGIN, HybridOptions.HISTORICAL_ORDERED);
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        helper.validateExcept(Half.HISTORICAL.prefix() + ".", Half.LIVE.prefix() + ".");
        ReadableConfig options = helper.getOptions();
        ResolvedCatalogTable table = context.getCatalogTable();
        if (table.isPartitioned()) {
            throw new ValidationException("Expected a hybrid table without PARTITIONED BY, found it partitioned by "
                    + table.getPartitionKeys() + "; live rows have no partitions");
        }
        Map<String, String> historical = Half.HISTORICAL.options(table.getOptions());
        historical.remove("ordered");
        Instant switchAt = HybridOptions.switchAt(
                options.get(HybridOptions.SWITCH_AT), historical.get(HistoryTableFactory.PATH.key()));
        SwitchPoint point = SwitchPoint.of(
                switchAt,
                options.getOptional(HybridOptions.SWITCH_COLUMN).orElse(null),
                (RowType) context.getPhysicalRowDataType().getLogicalType(),
                zone(context.getConfiguration()),
                table.getResolvedSchema().getWatermarkSpecs().stream()
                        .map(WatermarkSpec::getRowtimeAttribute)
                        .collect(Collectors.toSet()));
        Map<String, String> live = HybridOptions.startingAt(
                KafkaTableOptions.expanded(Half.LIVE.options(table.getOptions())),
                switchAt,
                options.get(HybridOptions.SWITCH_MARGIN));
        HybridTable hybrid = new HybridTable(
                half(Half.HISTORICAL, historical, context),
                half(Half.LIVE, live, context),
                context.getPhysicalRowDataType(),
                point,
                options.getOptional(HybridOptions.HISTORICAL_ORDERED)
                        .orElse(HistoryTableFactory.IDENTIFIER.equals(historical.get("connector"))),
                check(live, switchAt));
        table.getResolvedSchema().getColumns().stream()
                .filter(Column.MetadataColumn.class::isInstance)
                .map(Column.MetadataColumn.class::cast)
                .forEach(hybrid::requireMayBeNull);
        return hybrid;
    }

    private static List<StartCheck> check(Map<String, String> live, Instant switchAt) {
        LiveTopicCheck check = "kafka".equals(live.get("connector")) ? LiveTopicCheck.of(live, switchAt) : null;
        return check == null ? List.of() : List.of(check);
    }

    private static ZoneId zone(ReadableConfig configuration) {
        String zone = configuration.get(TableConfigOptions.LOCAL_TIME_ZONE);
        return zone.equals(TableConfigOptions.LOCAL_TIME_ZONE.defaultValue())
                ? ZoneId.systemDefault()
                : ZoneId.of(zone);
    }

    /** An ordinary table of the physical columns. */
    private static ScanTableSource half(Half half, Map<String, String> options, Context context) {
        ResolvedSchema schema = ResolvedSchema.of(context.getCatalogTable().getResolvedSchema().getColumns().stream()
                .filter(Column::isPhysical)
                .toList());
        CatalogTable origin = CatalogTable.newBuilder()
                .schema(Schema.newBuilder().fromResolvedSchema(schema).build())
                .options(options)
                .build();
        DynamicTableSource source;
        try {
            source = FactoryUtil.createDynamicTableSource(
                    null,
                    context.getObjectIdentifier(),
                    new ResolvedCatalogTable(origin, schema),
                    Map.of(),
                    context.getConfiguration(),
                    context.getClassLoader(),
                    context.isTemporary());
        } catch (ValidationException e) {
            throw wrong(half, context, e);
        }
        if (!(source instanceof ScanTableSource scan)
                || !scan.getChangelogMode().equals(org.apache.flink.table.connector.ChangelogMode.insertOnly())) {
            throw new ValidationException(
                    "Expected a " + half.prefix() + " half that can be scanned and only adds rows, found '"
                            + options.get("connector") + "'; take another '" + half.prefix() + ".connector'");
        }
        return scan;
    }

    /** Clients show the innermost message alone, and that one does not say which half is meant. */
    private static ValidationException wrong(Half half, Context context, ValidationException cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        ValidationException wrong = new ValidationException("In the options '" + half.prefix() + ".*' of "
                + context.getObjectIdentifier().asSummaryString() + ": " + innermost.getMessage());
        wrong.addSuppressed(cause);
        return wrong;
    }
}
