package io.leeway.tables;

import io.leeway.sources.base.StartCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.ScanTableSource.ScanContext;
import org.apache.flink.table.connector.source.ScanTableSource.ScanRuntimeProvider;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** A half as it is scanned: what is read of it, and how that becomes rows of the table. */
record HalfScan(Half half, ScanRuntimeProvider provider, RowRule rule) {

    /**
     * The scan of a half: of the columns that are wanted, and of the one that separates rows.
     *
     * @param table the half; a copy of it is given what to read
     */
    static HalfScan of(
            Half half,
            ScanTableSource table,
            DataType physicalType,
            int[] projection,
            List<String> metadata,
            SwitchPoint point,
            ScanContext context) {
        ScanTableSource scanned = (ScanTableSource) table.copy();
        List<Integer> columns = columns(scanned, physicalType, projection, point);
        DataType physical = Projection.of(
                        columns.stream().mapToInt(Integer::intValue).toArray())
                .project(physicalType);
        List<DataTypes.Field> fields = new ArrayList<>(DataType.getFields(physical));
        List<String> keys = List.of();
        if (scanned instanceof SupportsReadingMetadata readable) {
            Map<String, DataType> offered = readable.listReadableMetadata();
            keys = offered.keySet().stream()
                    .filter(key -> metadata.contains(key) && !key.equals(HybridTable.IS_BACKFILL))
                    .toList();
            keys.forEach(key -> fields.add(DataTypes.FIELD("$metadata$" + key, offered.get(key))));
        }
        DataType read = DataTypes.ROW(fields).notNull();
        if (scanned instanceof SupportsProjectionPushDown projectable) {
            projectable.applyProjection(
                    columns.stream().map(column -> new int[] {column}).toArray(int[][]::new), physical);
        }
        if (!keys.isEmpty()) {
            ((SupportsReadingMetadata) scanned).applyReadableMetadata(keys, read);
        }
        RowType row = (RowType) read.getLogicalType();
        TableRowShape shape = new TableRowShape();
        Arrays.stream(projection).forEach(column -> shape.field(row, columns.indexOf(column)));
        for (String key : metadata) {
            if (key.equals(HybridTable.IS_BACKFILL)) {
                shape.flag(half == Half.HISTORICAL);
            } else if (keys.contains(key)) {
                shape.field(row, columns.size() + keys.indexOf(key));
            } else {
                shape.absent();
            }
        }
        RowFilter filter = point.filter(half, columns.indexOf(point.position()));
        return new HalfScan(half, scanned.getScanRuntimeProvider(context), new RowRule(shape, filter));
    }

    private static List<Integer> columns(
            ScanTableSource scanned, DataType physicalType, int[] projection, SwitchPoint point) {
        if (!(scanned instanceof SupportsProjectionPushDown)) {
            return Arrays.stream(Projection.all(physicalType).toTopLevelIndexes())
                    .boxed()
                    .toList();
        }
        Set<Integer> columns = new LinkedHashSet<>();
        Arrays.stream(projection).forEach(columns::add);
        columns.add(point.position());
        return List.copyOf(columns);
    }

    boolean isBounded() {
        return provider.isBounded();
    }

    /** The half's source, which gives rows of the table. */
    ShapedSource<?, ?> source(
            StreamExecutionEnvironment environment, List<StartCheck> checks, TypeInformation<RowData> type) {
        RowFilter filter = rule.filter();
        return ShapedSource.of(source(environment), rule, filter == null ? List.of() : List.of(filter), checks, type);
    }

    private Source<RowData, ?, ?> source(StreamExecutionEnvironment environment) {
        if (provider instanceof SourceProvider direct) {
            return direct.createSource();
        }
        // Such a table shows its source only as a stream, of which nothing stays in the
        // environment.
        if (provider instanceof DataStreamScanProvider stream
                && stream.produceDataStream(name -> Optional.empty(), environment)
                                .getTransformation()
                        instanceof SourceTransformation<RowData, ?, ?> transformation) {
            return transformation.getSource();
        }
        throw new ValidationException("Expected a " + half.prefix()
                + " half that is one source of Flink's kind (FLIP-27), found "
                + provider.getClass().getName() + "; take another '" + half.prefix() + ".connector'");
    }
}
