package io.leeway.tables;

import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/**
 * {@code 'format' = 'shopper-event'}: the JSON of an event, decoded as the scoring job decodes it,
 * without the rules that decide whether an event is plausible.
 *
 * <p>A table declares whichever of the event's columns it wants, by name. A record that is no event
 * is skipped and counted in the metric {@code undecodable}; one without any bytes, a heartbeat, is
 * skipped silently. The format has no options.
 */
public final class ShopperEventFormat implements DeserializationFormatFactory {
    static final String IDENTIFIER = "shopper-event";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
            DynamicTableFactory.Context context, ReadableConfig options) {
        FactoryUtil.validateFactoryOptions(this, options);
        return new Decoding();
    }

    private static final class Decoding implements ProjectableDecodingFormat<DeserializationSchema<RowData>> {
        @Override
        public DeserializationSchema<RowData> createRuntimeDecoder(
                DynamicTableSource.Context context, DataType physicalType, int[][] projections) {
            // All columns are looked at, so that a wrong one shows in any query.
            columns(physicalType);
            DataType produced = Projection.of(projections).project(physicalType);
            return new EventRows(columns(produced), context.createTypeInformation(produced));
        }

        private static EventColumn[] columns(DataType type) {
            return ((RowType) type.getLogicalType())
                    .getFields().stream().map(EventColumn::of).toArray(EventColumn[]::new);
        }

        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }
    }
}
