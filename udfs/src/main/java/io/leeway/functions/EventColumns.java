package io.leeway.functions;

import static org.apache.flink.table.types.logical.LogicalTypeFamily.CHARACTER_STRING;

import io.leeway.shopper.events.EventText;
import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** Positions of an event's fields in a table, found by name at planning. Immutable. */
final class EventColumns implements Serializable {
    private static final long serialVersionUID = 1L;

    private final EnumMap<Field, Integer> places;

    /** The columns of an event; whatever else a table has is not looked at. */
    enum Field {
        EVENT_ID("STRING", true, type -> type.is(CHARACTER_STRING)),
        TYPE("STRING", true, type -> type.is(CHARACTER_STRING)),
        USER_ID("STRING", true, type -> type.is(CHARACTER_STRING)),
        EVENT_TIME("TIMESTAMP_LTZ(3)", true, type -> type.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE)),
        ITEM_ID("STRING", false, type -> type.is(CHARACTER_STRING)),
        CATEGORY("STRING", false, type -> type.is(CHARACTER_STRING)),
        PRICE("DOUBLE", false, type -> type.is(LogicalTypeRoot.DOUBLE)),
        CURRENCY("STRING", false, type -> type.is(CHARACTER_STRING)),
        QUANTITY("INT", false, type -> type.is(LogicalTypeRoot.INTEGER)),
        RATING("DOUBLE", false, type -> type.is(LogicalTypeRoot.DOUBLE)),
        SOCIAL("STRING", false, type -> type.is(CHARACTER_STRING)),
        PLATFORM("STRING", false, type -> type.is(CHARACTER_STRING));

        private final String sqlType;
        private final boolean required;
        private final Predicate<LogicalType> fits;

        Field(String sqlType, boolean required, Predicate<LogicalType> fits) {
            this.sqlType = sqlType;
            this.required = required;
            this.fits = fits;
        }

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private EventColumns(EnumMap<Field, Integer> places) {
        this.places = places;
    }

    /** Finds the columns of a table; the error names all that are missing or of another type. */
    static EventColumns of(RowType table) {
        EnumMap<Field, Integer> places = new EnumMap<>(Field.class);
        StringBuilder wrong = new StringBuilder();
        for (Field field : Field.values()) {
            int place = table.getFieldIndex(field.column());
            if (place < 0) {
                if (field.required) {
                    wrong.append("; ")
                            .append(field.column())
                            .append(' ')
                            .append(field.sqlType)
                            .append(" is missing");
                }
                continue;
            }
            LogicalType type = table.getTypeAt(place);
            if (!field.fits.test(type)) {
                wrong.append("; ").append(field.column()).append(" is ").append(type.asSummaryString());
                wrong.append(" and has to be ").append(field.sqlType);
            }
            places.put(field, place);
        }
        if (!wrong.isEmpty()) {
            throw new ValidationException("Expected a table of events ("
                    + String.join(
                            ", ",
                            Arrays.stream(Field.values())
                                    .map(EventColumns::described)
                                    .toList())
                    + "; those in brackets may be absent), found columns " + table.getFieldNames() + wrong
                    + ". Rename or CAST them in a view.");
        }
        return new EventColumns(places);
    }

    private static String described(Field field) {
        String column = field.column() + " " + field.sqlType;
        return field.required ? column : "[" + column + "]";
    }

    /** Whether a table is parted by the shopper and nothing else. */
    boolean isUser(int[] partition) {
        Integer user = places.get(Field.USER_ID);
        return user != null && partition.length == 1 && partition[0] == user;
    }

    EventText read(Row row) {
        return new EventText(
                text(row, Field.EVENT_ID),
                text(row, Field.TYPE),
                text(row, Field.USER_ID),
                millis(row),
                text(row, Field.ITEM_ID),
                text(row, Field.CATEGORY),
                number(row, Field.PRICE),
                text(row, Field.CURRENCY),
                quantity(row),
                number(row, Field.RATING),
                text(row, Field.SOCIAL),
                text(row, Field.PLATFORM));
    }

    private @Nullable Object value(Row row, Field field) {
        Integer place = places.get(field);
        return place == null ? null : row.getField(place);
    }

    private @Nullable String text(Row row, Field field) {
        return (String) value(row, field);
    }

    private @Nullable Double number(Row row, Field field) {
        return (Double) value(row, field);
    }

    private @Nullable Long quantity(Row row) {
        Integer quantity = (Integer) value(row, Field.QUANTITY);
        return quantity == null ? null : Long.valueOf(quantity);
    }

    private @Nullable Long millis(Row row) {
        Instant time = (Instant) value(row, Field.EVENT_TIME);
        return time == null ? null : Long.valueOf(time.toEpochMilli());
    }
}
