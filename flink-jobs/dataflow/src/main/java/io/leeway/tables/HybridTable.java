package io.leeway.tables;

import io.leeway.sources.base.StartCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/**
 * Two tables, one after the other. What the planner pushes down is kept here and given to the
 * halves' copies when the scan is made.
 */
final class HybridTable
        implements ScanTableSource, SupportsReadingMetadata, SupportsProjectionPushDown, SupportsWatermarkPushDown {
    /** The metadata that says whether a row is history's. */
    static final String IS_BACKFILL = "is_backfill";

    private final ScanTableSource historical;
    private final ScanTableSource live;
    private final DataType physicalType;
    private final SwitchPoint point;
    private final boolean ordered;
    private final List<StartCheck> checks;
    private int[] projection;
    private List<String> metadata = List.of();
    private DataType producedType;
    private WatermarkStrategy<RowData> watermarks = WatermarkStrategy.noWatermarks();

    HybridTable(
            ScanTableSource historical,
            ScanTableSource live,
            DataType physicalType,
            SwitchPoint point,
            boolean ordered,
            List<StartCheck> checks) {
        this.historical = historical;
        this.live = live;
        this.physicalType = physicalType;
        this.point = point;
        this.ordered = ordered;
        this.checks = checks;
        this.projection = Projection.all(physicalType).toTopLevelIndexes();
        this.producedType = physicalType;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
        Map<String, DataType> all = new LinkedHashMap<>();
        all.put(IS_BACKFILL, DataTypes.BOOLEAN().notNull());
        metadataOf(historical).forEach((key, type) -> all.putIfAbsent(key, type.nullable()));
        metadataOf(live).forEach((key, type) -> all.putIfAbsent(key, type.nullable()));
        return all;
    }

    private static Map<String, DataType> metadataOf(ScanTableSource half) {
        return half instanceof SupportsReadingMetadata readable ? readable.listReadableMetadata() : Map.of();
    }

    /** A metadata column that a half lacks cannot be NOT NULL. */
    void requireMayBeNull(Column.MetadataColumn column) {
        String key = column.getMetadataKey().orElse(column.getName());
        if (column.getDataType().getLogicalType().isNullable() || key.equals(IS_BACKFILL)) {
            return;
        }
        if (!metadataOf(historical).containsKey(key) || !metadataOf(live).containsKey(key)) {
            throw new ValidationException("Expected column " + column.getName()
                    + " to be nullable, found it NOT NULL; metadata '" + key + "' is not in both halves");
        }
    }

    @Override
    public void applyReadableMetadata(List<String> metadataKeys, DataType producedDataType) {
        metadata = List.copyOf(metadataKeys);
        producedType = producedDataType;
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        projection = Projection.of(projectedFields).toTopLevelIndexes();
        producedType = producedDataType;
    }

    @Override
    public void applyWatermark(WatermarkStrategy<RowData> watermarkStrategy) {
        watermarks = watermarkStrategy;
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        HalfScan first = HalfScan.of(Half.HISTORICAL, historical, physicalType, projection, metadata, point, context);
        HalfScan second = HalfScan.of(Half.LIVE, live, physicalType, projection, metadata, point, context);
        if (!first.isBounded()) {
            throw new ValidationException(
                    "Expected a historical half that ends, found one that never does; take out 'historical.source.monitor-interval' or take another 'historical.connector'");
        }
        return new HybridStream(
                first,
                second,
                point,
                checks,
                ordered ? watermarks : new HeldWatermarks(watermarks),
                context.createTypeInformation(producedType));
    }

    @Override
    public DynamicTableSource copy() {
        HybridTable copy = new HybridTable(
                (ScanTableSource) historical.copy(),
                (ScanTableSource) live.copy(),
                physicalType,
                point,
                ordered,
                checks);
        copy.projection = projection;
        copy.metadata = metadata;
        copy.producedType = producedType;
        copy.watermarks = watermarks;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return historical.asSummaryString() + " before " + point.instant() + ", then " + live.asSummaryString();
    }
}
