package io.leeway.sources.importers;

import io.leeway.shopper.events.EventType;
import io.leeway.sources.importers.values.AbsentWords;
import io.leeway.sources.importers.values.DecimalMark;
import io.leeway.sources.importers.values.TimeFormat;
import io.leeway.sources.importers.values.UserIds;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a CSV line becomes what of an event: immutable, built by a {@link Builder}.
 *
 * <p>A column is named by the header, as {@code NAME#2} where a name stands there again, or by its
 * place, {@code #1} being the first. Cells are taken without blanks at their ends; an empty one and
 * {@link AbsentWords} are absent.
 */
public final class CsvMapping {

    private final CsvShape shape;
    private final Map<EventField, List<String>> columns;
    private final TimeFormat time;
    private final @Nullable EventType type;
    private final Map<String, EventType> types;
    private final Set<String> leftOut;
    private final @Nullable String categorySeparator;
    private final @Nullable Cancellation cancellation;
    private final boolean priceOfLine;
    private final @Nullable String currency;
    private final Map<String, String> categoryOfItem;
    private final AbsentWords absent;
    private final AbsentWords absentUsers;
    private final UserIds userIds;
    private final @Nullable DecimalMark decimalMark;

    private CsvMapping(Builder of) {
        shape = of.shape;
        columns = new EnumMap<>(of.columns);
        columns.replaceAll((field, names) -> List.copyOf(names));
        time = of.time;
        type = of.type;
        types = Map.copyOf(of.types);
        leftOut = Set.copyOf(of.leftOut);
        categorySeparator = of.categorySeparator;
        cancellation = of.cancellation;
        priceOfLine = of.priceOfLine;
        currency = of.currency;
        categoryOfItem = Map.copyOf(of.categoryOfItem);
        absent = of.absent;
        absentUsers = of.absent.and(of.noUsers);
        userIds = of.userIds;
        decimalMark = of.decimalMark;
    }

    /**
     * Purchases whose cell in {@code column} begins with {@code prefix} are returns, counted as
     * cancellations.
     */
    public record Cancellation(String column, String prefix) {}

    CsvShape shape() {
        return shape;
    }

    /**
     * The columns of a field: none, or one, or the levels of a category, or those of a date and a
     * time.
     */
    List<String> columns(EventField field) {
        return columns.getOrDefault(field, List.of());
    }

    /** Every column a file must have. */
    List<String> allColumns() {
        List<String> all = new ArrayList<>();
        columns.values().forEach(all::addAll);
        if (cancellation != null) {
            all.add(cancellation.column());
        }
        return all;
    }

    TimeFormat time() {
        return time;
    }

    /** The type of every line, unless a column says it. */
    @Nullable
    EventType type() {
        return type;
    }

    /** What the values of the type's column mean. */
    Map<String, EventType> types() {
        return types;
    }

    /** Values of the type's column whose lines are no events and are counted as left out. */
    Set<String> leftOut() {
        return leftOut;
    }

    /** What parts the levels within a category's cell, other than a slash. */
    @Nullable
    String categorySeparator() {
        return categorySeparator;
    }

    @Nullable
    Cancellation cancellation() {
        return cancellation;
    }

    /** Whether the price is the whole line's rather than one unit's. */
    boolean priceOfLine() {
        return priceOfLine;
    }

    /** Of lines that do not say theirs. */
    @Nullable
    String currency() {
        return currency;
    }

    /** Categories by item, of lines that do not say theirs. */
    Map<String, String> categoryOfItem() {
        return categoryOfItem;
    }

    /** What says that a cell is absent. */
    AbsentWords absent() {
        return absent;
    }

    /** What says that there is no user. */
    AbsentWords absentUsers() {
        return absentUsers;
    }

    UserIds userIds() {
        return userIds;
    }

    /** Of all numbers; where null, each file's numbers decide. */
    @Nullable
    DecimalMark decimalMark() {
        return decimalMark;
    }

    /** Collects a mapping. Not thread-safe. */
    public static final class Builder {

        private final Map<EventField, List<String>> columns = new EnumMap<>(EventField.class);
        private final Map<String, EventType> types = new HashMap<>();
        private final Set<String> leftOut = new HashSet<>();
        private final Map<String, String> categoryOfItem = new HashMap<>();
        private CsvShape shape = CsvShape.DEFAULT;
        private TimeFormat time = TimeFormat.iso();
        private @Nullable EventType type;
        private @Nullable Cancellation cancellation;
        private boolean priceOfLine;
        private @Nullable String currency;
        private @Nullable String categorySeparator;
        private AbsentWords absent = AbsentWords.USUAL;
        private AbsentWords noUsers = AbsentWords.USUAL_USERS;
        private UserIds userIds = UserIds.AS_THEY_ARE;
        private @Nullable DecimalMark decimalMark;

        public Builder shape(CsvShape value) {
            shape = value;
            return this;
        }

        /**
         * A field's column; a further one of the category is its next level, a second one of the
         * time is the time of day.
         */
        public Builder column(EventField field, String column) {
            List<String> names = columns.computeIfAbsent(field, key -> new ArrayList<>());
            if (names.size() >= (field == EventField.CATEGORY ? Integer.MAX_VALUE : field == EventField.TIME ? 2 : 1)) {
                throw new IllegalArgumentException("Expected one column for '" + field.optionName() + "', found '"
                        + names.get(0) + "' and '" + column + "'");
            }
            names.add(column);
            return this;
        }

        public Builder time(TimeFormat value) {
            time = value;
            return this;
        }

        /** Every line is of this type. */
        public Builder type(EventType value) {
            type = value;
            return this;
        }

        /** A value of the type's column and what it means. */
        public Builder type(String value, EventType meaning) {
            types.put(value, meaning);
            return this;
        }

        /** A value of the type's column whose lines are no events: counted and left out. */
        public Builder leaveOut(String value) {
            leftOut.add(value);
            return this;
        }

        /**
         * Parts the levels within a category's cell, as the dot in {@code electronics.smartphone};
         * a slash is then no level's end.
         */
        public Builder categorySeparator(@Nullable String value) {
            categorySeparator = value;
            return this;
        }

        public Builder cancellation(String column, String prefix) {
            cancellation = new Cancellation(column, prefix);
            return this;
        }

        /** The price's column holds the whole line's, to be divided by the quantity. */
        public Builder priceOfLine(boolean value) {
            priceOfLine = value;
            return this;
        }

        /** Instead of {@link AbsentWords#USUAL}. */
        public Builder absent(AbsentWords value) {
            absent = value;
            return this;
        }

        /** Instead of {@link AbsentWords#USUAL_USERS}, beside what is absent in any column. */
        public Builder noUsers(AbsentWords value) {
            noUsers = value;
            return this;
        }

        public Builder userIds(UserIds value) {
            userIds = value;
            return this;
        }

        public Builder decimalMark(@Nullable DecimalMark value) {
            decimalMark = value;
            return this;
        }

        public Builder currency(@Nullable String value) {
            currency = value;
            return this;
        }

        public Builder categoryOfItem(Map<String, String> value) {
            categoryOfItem.putAll(value);
            return this;
        }

        /**
         * The mapping; throws {@link IllegalArgumentException} where user, time or type are nowhere
         * to be found.
         */
        public CsvMapping build() {
            for (EventField field : List.of(EventField.USER, EventField.TIME)) {
                if (!columns.containsKey(field)) {
                    throw new IllegalArgumentException("Expected a column for '" + field.optionName()
                            + "', found none: add --column " + field.optionName() + "=COLUMN");
                }
            }
            if ((type == null) == !columns.containsKey(EventField.TYPE)) {
                throw new IllegalArgumentException(
                        type == null
                                ? "Expected a type, found none: add --type purchase, or --column type=COLUMN"
                                : "Expected one type for all lines or a column for it, found both");
            }
            return new CsvMapping(this);
        }
    }
}
