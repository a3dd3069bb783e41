package io.leeway.sources.importers;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.Platform;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import io.leeway.sources.importers.values.AbsentWords;
import io.leeway.sources.importers.values.BadLineException;
import io.leeway.sources.importers.values.ShopNumber;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A mapping, bound to the columns of one file. */
final class LineMapper {

    /** What a line of sums calls itself. */
    private static final Pattern TOTAL = Pattern.compile(
            "((grand|sub|sous)?[ -]?totale?s?|sum|summe|(gesamt|zwischen)(summe)?|somme|suma|totaal|razem|itogo|итого|合计|总计)( .{0,20})?:?",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** Currencies whose sign a price's sign may be as well. */
    private static final Map<String, Set<String>> OF_SIGN = Map.of(
            "USD",
            Set.of("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP"),
            "JPY",
            Set.of("JPY", "CNY"));

    private static final Set<EventField> NEEDED = Set.of(
            EventField.ID,
            EventField.USER,
            EventField.TIME,
            EventField.TYPE,
            EventField.ITEM,
            EventField.PRICE,
            EventField.QUANTITY);

    private static final String NO_TYPE = "no-type";

    private final CsvMapping mapping;
    private final FileDecimals decimals;
    private final List<Integer> timePlaces = new ArrayList<>();
    private boolean weighed;
    private final Map<EventField, Integer> places = new EnumMap<>(EventField.class);
    private final List<Integer> categoryPlaces = new ArrayList<>();
    private final int cancellationPlace;

    /** Takes a file's columns, which must have all that the mapping names. */
    LineMapper(CsvMapping mapping, List<String> header, FileDecimals decimals) {
        this.mapping = mapping;
        this.decimals = decimals;
        for (EventField field : EventField.values()) {
            List<String> columns = mapping.columns(field);
            if (field == EventField.CATEGORY) {
                columns.forEach(column -> categoryPlaces.add(ColumnPlaces.of(header, column)));
            } else if (field == EventField.TIME) {
                columns.forEach(column -> timePlaces.add(ColumnPlaces.of(header, column)));
            } else if (!columns.isEmpty()) {
                places.put(field, ColumnPlaces.of(header, columns.get(0)));
            }
        }
        CsvMapping.Cancellation cancellation = mapping.cancellation();
        cancellationPlace = cancellation == null ? -1 : ColumnPlaces.of(header, cancellation.column());
    }

    /** How many cells a line must have: behind these are none that would be missed. */
    int leastCells() {
        int last = Math.max(
                cancellationPlace, timePlaces.stream().max(Integer::compare).orElse(0));
        for (EventField field : NEEDED) {
            last = Math.max(last, places.getOrDefault(field, 0));
        }
        return last + 1;
    }

    /** The user of a line, where it has one. */
    @Nullable
    String user(List<String> cells) {
        String user = mapping.absentUsers().presentOr(userCell(cells));
        return user == null ? null : mapping.userIds().of(user);
    }

    /** The text in the user's column. */
    String userCell(List<String> cells) {
        return cells.get(places.getOrDefault(EventField.USER, 0));
    }

    /** Whether the line is a sum of others: it has no time and no user, and calls itself so. */
    boolean isTotal(List<String> cells) {
        boolean ofUser = user(cells) != null
                && !TOTAL.matcher(AbsentWords.strip(userCell(cells))).matches();
        return !ofUser
                && timePlaces.stream().allMatch(place -> cells.get(place).isBlank())
                && cells.stream().map(AbsentWords::strip).anyMatch(cell -> TOTAL.matcher(cell)
                        .matches());
    }

    /** Whether the event that was read last is of goods by weight: one unit at the whole price. */
    boolean isWeighed() {
        return weighed;
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
    ShopperEvent event(List<String> cells, String user, LineHash hash) throws BadLineException, IOException {
        EventType type = type(cells);
        String item = cell(cells, EventField.ITEM);
        BigDecimal units = decimal(EventField.QUANTITY, cell(cells, EventField.QUANTITY));
        weighed = units != null && units.stripTrailingZeros().scale() > 0;
        int quantity = units == null ? 1 : weighed ? units.signum() : quantity(units);
        BigDecimal ofUnit = decimal(EventField.PRICE, cell(cells, EventField.PRICE));
        double price = ofUnit == null ? 0 : ofUnit.doubleValue();
        if (mapping.priceOfLine()) {
            // A line of no units still has its price: it is one unit's, as the quantity will be.
            price /= Math.max(1, Math.abs(quantity));
        } else if (units != null && weighed && ofUnit != null) {
            price = ofUnit.multiply(units.abs()).doubleValue();
        }
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
                price,
                currency != null ? currency : currencyBeside(cell(cells, EventField.PRICE)),
                quantity,
                rating(cell(cells, EventField.RATING)),
                social,
                constant(EventField.PLATFORM, Platform.class, cell(cells, EventField.PLATFORM)),
                mapping.time().millis(time(cells)));
    }

    private String time(List<String> cells) throws BadLineException {
        StringBuilder time = new StringBuilder();
        for (int place : timePlaces) {
            String part = mapping.absent().presentOr(cells.get(place));
            if (part == null) {
                throw BadLineException.undecodable("Expected a time, found none");
            }
            time.append(time.isEmpty() ? "" : " ").append(part);
        }
        return time.toString();
    }

    /** The currency of a price's sign, which may be that of lines that do not say theirs. */
    private @Nullable String currencyBeside(@Nullable String price) {
        String stated = mapping.currency();
        if (price == null || ShopNumber.isPlain(price)) {
            return stated;
        }
        String sign = ShopNumber.read(price).currency();
        return sign == null
                        || (stated != null
                                && OF_SIGN.getOrDefault(sign, Set.of()).contains(stated))
                ? stated
                : sign;
    }

    private EventType type(List<String> cells) throws BadLineException {
        if (mapping.type() != null) {
            return mapping.type();
        }
        String value = cell(cells, EventField.TYPE);
        if (value == null) {
            throw new BadLineException(NO_TYPE, "Expected a type, found none");
        }
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
            String level = mapping.absent().presentOr(cells.get(place));
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

    private @Nullable String cell(List<String> cells, EventField field) {
        Integer place = places.get(field);
        return place == null ? null : mapping.absent().presentOr(cells.get(place));
    }

    private static int quantity(BigDecimal whole) throws BadLineException {
        try {
            return whole.intValueExact();
        } catch (ArithmeticException tooGreat) {
            throw BadLineException.undecodable("Expected a number of units in 'quantity', found '" + whole + "'");
        }
    }

    /**
     * An event's 0 means that no rating was given; a given 0 becomes the smallest number above it,
     * for the rules to clip.
     */
    private double rating(@Nullable String text) throws BadLineException, IOException {
        double rating = number(EventField.RATING, text);
        return text != null && rating == 0 ? Double.MIN_VALUE : rating;
    }

    private double number(EventField field, @Nullable String text) throws BadLineException, IOException {
        BigDecimal number = decimal(field, text);
        return number == null ? 0 : number.doubleValue();
    }

    private @Nullable BigDecimal decimal(EventField field, @Nullable String text) throws BadLineException, IOException {
        try {
            return text == null
                    ? null
                    : ShopNumber.isPlain(text)
                            ? new BigDecimal(text)
                            : decimals.value(field, ShopNumber.read(text), text);
        } catch (NumberFormatException notANumber) {
            throw BadLineException.undecodable(
                    "Expected a number in '" + field.optionName() + "', found '" + text + "'");
        }
    }

    /** What is in the columns of numbers, each without blanks. */
    List<String> numbers(List<String> cells) {
        List<String> numbers = new ArrayList<>();
        for (EventField field : List.of(EventField.PRICE, EventField.QUANTITY, EventField.RATING)) {
            String text = cell(cells, field);
            if (text != null) {
                numbers.add(text);
            }
        }
        return numbers;
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
}
