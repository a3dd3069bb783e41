package io.leeway.tables;

import io.leeway.sources.HistoryFiles;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** A table over a folder of history. Watermarks are made of each file for itself. */
final class HistoryTable implements ScanTableSource, SupportsProjectionPushDown, SupportsWatermarkPushDown {
    private final String folder;
    private final Pattern names;
    private final DecodingFormat<DeserializationSchema<RowData>> format;
    private final DataType physicalType;
    private int[][] projection;
    private DataType producedType;
    private WatermarkStrategy<RowData> watermarks = WatermarkStrategy.noWatermarks();

    HistoryTable(
            String folder,
            Pattern names,
            DecodingFormat<DeserializationSchema<RowData>> format,
            DataType physicalType) {
        this.folder = folder;
        this.names = names;
        this.format = format;
        this.physicalType = physicalType;
        this.projection = Projection.all(physicalType).toNestedIndexes();
        this.producedType = physicalType;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return format.getChangelogMode();
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        projection = projectedFields.clone();
        producedType = producedDataType;
    }

    @Override
    public void applyWatermark(WatermarkStrategy<RowData> watermarkStrategy) {
        watermarks = watermarkStrategy;
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        return new SourceStream("history", source(context), watermarks, context.createTypeInformation(producedType));
    }

    private Source<RowData, ?, ?> source(ScanContext context) {
        TypeInformation<RowData> type = context.createTypeInformation(producedType);
        if (format instanceof ProjectableDecodingFormat<DeserializationSchema<RowData>> projectable) {
            return files(
                    projectable.createRuntimeDecoder(context, physicalType, projection),
                    producedType,
                    Projection.all(producedType),
                    type);
        }
        return files(format.createRuntimeDecoder(context, physicalType), physicalType, Projection.of(projection), type);
    }

    private Source<RowData, ?, ?> files(
            DeserializationSchema<RowData> schema, DataType read, Projection wanted, TypeInformation<RowData> type) {
        TableRowShape shape = new TableRowShape();
        for (int position : wanted.toTopLevelIndexes()) {
            shape.field((RowType) read.getLogicalType(), position);
        }
        RowLines lines = new RowLines(schema);
        return ShapedSource.of(
                HistoryFiles.source(folder, names, lines, type),
                new RowRule(shape, null),
                List.of(lines),
                List.of(),
                type);
    }

    @Override
    public DynamicTableSource copy() {
        HistoryTable copy = new HistoryTable(folder, names, format, physicalType);
        copy.projection = projection;
        copy.producedType = producedType;
        copy.watermarks = watermarks;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "history in " + folder;
    }
}
