package io.leeway.tables;

import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import java.io.Serial;
import java.util.Arrays;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows out of the JSON of events: of these columns, in this order. */
final class EventRows implements DeserializationSchema<RowData> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(EventRows.class);

    private final EventColumn[] columns;
    private final TypeInformation<RowData> type;
    private transient @Nullable Counter undecodable;

    EventRows(EventColumn[] columns, TypeInformation<RowData> type) {
        this.columns = columns.clone();
        this.type = type;
    }

    @Override
    public void open(InitializationContext context) {
        try {
            undecodable = context.getMetricGroup().counter("undecodable");
        } catch (UnsupportedOperationException fileSystemTableHasNoMetrics) {
            undecodable = new SimpleCounter();
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Flink's contract: null is no row.
    public @Nullable RowData deserialize(byte @Nullable [] message) {
        if (message == null || message.length == 0) {
            return null;
        }
        try {
            ShopperEvent event = EventJson.read(message);
            GenericRowData row = new GenericRowData(columns.length);
            for (int i = 0; i < columns.length; i++) {
                row.setField(i, columns[i].of(event));
            }
            return row;
        } catch (MalformedEventException e) {
            if (undecodable != null) {
                undecodable.inc();
            }
            LOG.debug("A record of {} bytes was skipped: {}", message.length, e.getMessage());
            return null;
        }
    }

    @Override
    public boolean isEndOfStream(RowData row) {
        return false;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return type;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventRows that && Arrays.equals(columns, that.columns) && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(columns) + type.hashCode();
    }
}
