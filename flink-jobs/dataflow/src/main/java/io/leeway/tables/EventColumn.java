package io.leeway.tables;

import io.leeway.shopper.events.ShopperEvent;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.jspecify.annotations.Nullable;

/** The columns that an event has in SQL. What is not known is NULL: no price, no rating. */
enum EventColumn {
    EVENT_ID(VarCharType.STRING_TYPE, true, event -> text(event.eventId())),
    TYPE(VarCharType.STRING_TYPE, true, event -> word(event.type())),
    USER_ID(VarCharType.STRING_TYPE, true, event -> text(event.userId())),
    EVENT_TIME(new LocalZonedTimestampType(3), true, event -> TimestampData.fromEpochMillis(event.eventTimeMillis())),
    ITEM_ID(VarCharType.STRING_TYPE, false, event -> text(event.itemId())),
    CATEGORY(VarCharType.STRING_TYPE, false, event -> text(event.category())),
    PRICE(new DoubleType(), false, event -> event.price() == 0 ? null : (Double) event.price()),
    CURRENCY(VarCharType.STRING_TYPE, false, event -> text(event.currency())),
    QUANTITY(new IntType(), true, ShopperEvent::quantity),
    RATING(new DoubleType(), false, event -> event.rating() == 0 ? null : (Double) event.rating()),
    SOCIAL(VarCharType.STRING_TYPE, false, event -> word(event.social())),
    PLATFORM(VarCharType.STRING_TYPE, false, event -> word(event.platform()));

    private final LogicalType type;
    private final boolean always;
    private final Function<ShopperEvent, @Nullable Object> value;

    EventColumn(LogicalType type, boolean always, Function<ShopperEvent, @Nullable Object> value) {
        this.type = type;
        this.always = always;
        this.value = value;
    }

    /** The column's value, of the planner's own classes. */
    @Nullable
    Object of(ShopperEvent event) {
        return value.apply(event);
    }

    private String columnName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The column behind a table's field.
     *
     * @throws ValidationException where events have no column of that name and type
     */
    static EventColumn of(RowType.RowField field) {
        for (EventColumn column : values()) {
            if (column.columnName().equals(field.getName())
                    && column.type.equals(field.getType().copy(true))
                    && (column.always || field.getType().isNullable())) {
                return column;
            }
        }
        throw new ValidationException(
                "Expected columns that the format " + ShopperEventFormat.IDENTIFIER + " has, found "
                        + field.getName() + " " + field.getType().asSummaryString() + "; it has "
                        + Arrays.stream(values())
                                .map(column -> column.columnName() + " " + column.type.asSummaryString())
                                .collect(Collectors.joining(", "))
                        + ", of which event_id, type, user_id, event_time and quantity may be NOT NULL");
    }

    private static @Nullable StringData text(@Nullable String value) {
        return value == null ? null : StringData.fromString(value);
    }

    private static @Nullable StringData word(@Nullable Enum<?> constant) {
        return constant == null ? null : StringData.fromString(constant.name().toLowerCase(Locale.ROOT));
    }
}
