package io.leeway.sources.importers;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a column can be of an event, as {@code --column FIELD=COLUMN} names it. */
public enum EventField {
    /** The event's own id; without one the hash of the line is the id. */
    ID,
    USER,
    TIME,
    /** What happened: by the event types' names or a map of values. */
    TYPE,
    ITEM,
    /** May be several columns, which are the levels of the path. */
    CATEGORY,
    /**
     * The category of lines that have none in the columns of {@link #CATEGORY}: one level, such as
     * a number.
     */
    FALLBACK_CATEGORY,
    PRICE,
    CURRENCY,
    QUANTITY,
    RATING,
    SOCIAL,
    PLATFORM;

    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The field of an option's name; throws {@link IllegalArgumentException} with all names where
     * there is none.
     */
    public static EventField named(String name) {
        return Arrays.stream(values())
                .filter(field -> field.optionName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected one of "
                        + Arrays.stream(values()).map(EventField::optionName).collect(Collectors.joining(", "))
                        + ", found '" + name + "'"));
    }
}
