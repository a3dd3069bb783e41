package io.leeway.sources.importers;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.Platform;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A mapping, bound to the columns of one file. */
final class LineMapper {

    private final CsvMapping mapping;
    private final Map<EventField, Integer> places = new EnumMap<>(EventField.class);
    private final List<Integer> categoryPlaces = new ArrayList<>();
    private final int cancellationPlace;

    /** Takes a file's columns, which must have all that the mapping names. */
    LineMapper(CsvMapping mapping, List<String> header) {
        this.mapping = mapping;
        for (EventField field : EventField.values()) {
            List<String> columns = mapping.columns(field);
            if (field == EventField.CATEGORY) {
                columns.forEach(column -> categoryPlaces.add(place(header, column)));
            } else if (!columns.isEmpty()) {
                places.put(field, place(header, columns.get(0)));
            }
        }
        CsvMapping.Cancellation cancellation = mapping.cancellation();
        cancellationPlace = cancellation == null ? -1 : place(header, cancellation.column());
    }

    /** The columns of a mapping that a file has not. */
    static List<String> missing(CsvMapping mapping, List<String> header) {
        return mapping.allColumns().stream()
                .filter(column -> place(header, column) < 0)
                .toList();
    }

    /** The user of a line, where it has one. */
    @Nullable
    String user(List<String> cells) {
        return cell(cells, EventField.USER);
    }

    boolean isLeftOut(List<String> cells) {
        String value = mapping.leftOut().isEmpty() ? null : cell(cells, EventField.TYPE);
        return value != null && mapping.leftOut().contains(value);
    }

    boolean isCancellation(List<String> cells) {
        CsvMapping.Cancellation cancellation = mapping.cancellation();
        return cancellation != null && cells.get(cancellationPlace).strip().startsWith(cancellation.prefix());
    }

    /**
     * The event of a line.
     *
     * @param user as {@link #user} found it
     * @param hash the event's id where the line has none
     */
    ShopperEvent event(List<String> cells, String user, LineHash hash) throws BadLineException {
        EventType type = type(cells);
        String item = cell(cells, EventField.ITEM);
        int quantity = quantity(cell(cells, EventField.QUANTITY));
        double price = number(EventField.PRICE, cell(cells, EventField.PRICE));
        String id = cell(cells, EventField.ID);
        String currency = cell(cells, EventField.CURRENCY);
        SocialAction social = constant(EventField.SOCIAL, SocialAction.class, cell(cells, EventField.SOCIAL));
        if (type == EventType.SOCIAL && social == null) {
            throw BadLineException.undecodable("Expected 'social' to be follow, like, share or comment, found none");
        }
        return new ShopperEvent(
                id != null ? id : hash.hex(),
                type == EventType.PURCHASE && isCancellation(cells) ? EventType.RETURN : type,
                user,
                item,
                category(cells, item),
                // A line of no units still has its price: it is one unit's, as the quantity will
                // be.
                mapping.priceOfLine() ? price / Math.max(1, Math.abs(quantity)) : price,
                currency != null ? currency : mapping.currency(),
                quantity,
                rating(cell(cells, EventField.RATING)),
                social,
                constant(EventField.PLATFORM, Platform.class, cell(cells, EventField.PLATFORM)),
                mapping.time().millis(required(cells, EventField.TIME)));
    }

    private EventType type(List<String> cells) throws BadLineException {
        if (mapping.type() != null) {
            return mapping.type();
        }
        String value = required(cells, EventField.TYPE);
        EventType type = mapping.types().get(value);
        if (type == null) {
            type = mapping.types().isEmpty() ? constant(EventField.TYPE, EventType.class, value) : null;
        }
        if (type == null) {
            throw BadLineException.undecodable("Expected a known type, found '" + value + "'");
        }
        return type;
    }

    private @Nullable String category(List<String> cells, @Nullable String item) {
        String separator = mapping.categorySeparator();
        List<String> levels = new ArrayList<>();
        for (int place : categoryPlaces) {
            String level = absentOr(cells.get(place));
            if (level != null) {
                levels.addAll(separator == null ? List.of(level) : List.of(level.split(Pattern.quote(separator))));
            }
        }
        if (!levels.isEmpty()) {
            return categoryPlaces.size() == 1 && separator == null ? levels.get(0) : path(levels);
        }
        String fallback = cell(cells, EventField.FALLBACK_CATEGORY);
        if (fallback != null) {
            return path(List.of(fallback));
        }
        return item == null ? null : mapping.categoryOfItem().get(item);
    }

    /** A path of whole levels: a slash within one is not a level's end. */
    static String path(List<String> levels) {
        return String.join(
                "/", levels.stream().map(level -> level.replace('/', '-')).toList());
    }

    /** The cell's text without blanks, or null where it says that there is none. */
    static @Nullable String absentOr(String cell) {
        String text = cell.strip();
        return text.isEmpty() || text.equals("NA") || text.equalsIgnoreCase("null") ? null : text;
    }

    private @Nullable String cell(List<String> cells, EventField field) {
        Integer place = places.get(field);
        return place == null ? null : absentOr(cells.get(place));
    }

    private String required(List<String> cells, EventField field) throws BadLineException {
        String text = cell(cells, field);
        if (text == null) {
            throw BadLineException.undecodable("Expected a " + field.optionName() + ", found none");
        }
        return text;
    }

    private static int quantity(@Nullable String text) throws BadLineException {
        try {
            return text == null ? 1 : new BigDecimal(text).intValueExact();
        } catch (NumberFormatException | ArithmeticException notWhole) {
            throw BadLineException.undecodable("Expected a whole number in 'quantity', found '" + text + "'");
        }
    }

    /**
     * An event's 0 means that no rating was given; a given 0 becomes the smallest number above it,
     * for the rules to clip.
     */
    private static double rating(@Nullable String text) throws BadLineException {
        double rating = number(EventField.RATING, text);
        return text != null && rating == 0 ? Double.MIN_VALUE : rating;
    }

    private static double number(EventField field, @Nullable String text) throws BadLineException {
        try {
            return text == null ? 0 : new BigDecimal(text).doubleValue();
        } catch (NumberFormatException notANumber) {
            throw BadLineException.undecodable(
                    "Expected a number in '" + field.optionName() + "', found '" + text + "'");
        }
    }

    private static <E extends Enum<E>> @Nullable E constant(EventField field, Class<E> type, @Nullable String text)
            throws BadLineException {
        try {
            return text == null ? null : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw BadLineException.undecodable(
                    "Expected a known value in '" + field.optionName() + "', found '" + text + "'");
        }
    }

    private static int place(List<String> header, String column) {
        int named = header.indexOf(column);
        if (named < 0 && column.matches("#[1-9][0-9]{0,3}")) {
            int place = Integer.parseInt(column.substring(1)) - 1;
            return place < header.size() ? place : -1;
        }
        return named;
    }
}
