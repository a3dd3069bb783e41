package io.leeway.sources.importers.values;

import io.leeway.shopper.events.EpochUnit;
import io.leeway.shopper.events.EventRules;
import io.leeway.shopper.events.IsoTime;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a column, or a date's and a time's columns parted by a blank, say when something happened. */
public final class TimeFormat {

    /** What pandas and spreadsheets make of whole numbers and exponents. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]*)?([eE][+]?[0-9]+)?");

    private static final Pattern LETTERS = Pattern.compile("[yuMdHms]+");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern QUOTED = Pattern.compile("'[^']*'");

    private final String name;
    private final Parser parser;

    private TimeFormat(String name, Parser parser) {
        this.name = name;
        this.parser = parser;
    }

    private interface Parser {
        long millis(String text) throws BadLineException;
    }

    /** Seconds since the epoch; may have decimals. */
    public static TimeFormat seconds() {
        return epoch(EpochUnit.SECONDS);
    }

    public static TimeFormat millis() {
        return epoch(EpochUnit.MILLIS);
    }

    /** A unit since the epoch; a number that is plausible in another unit alone is refused. */
    public static TimeFormat epoch(EpochUnit unit) {
        String name = "epoch " + (unit == EpochUnit.MILLIS ? "milliseconds" : unit.optionName());
        return new TimeFormat(name, text -> {
            double number = number(text);
            long millis = unit.millis(number);
            if (millis < EventRules.EARLIEST_MILLIS || millis >= EventRules.LATEST_MILLIS) {
                EpochUnit other = EpochUnit.of(number);
                if (other != null) {
                    throw new BadLineException(
                            EventRules.IMPLAUSIBLE_TIME,
                            "Expected a time as " + name + ", found '" + text + "'" + EpochUnit.proposal(number)
                                    + ": add --time-format " + other.optionName());
                }
            }
            return millis;
        });
    }

    /** Seconds, milliseconds, microseconds or nanoseconds, each number by its magnitude. */
    public static TimeFormat epochByMagnitude() {
        return new TimeFormat("epoch seconds, millis, micros or nanos", text -> {
            double number = number(text);
            EpochUnit unit = EpochUnit.of(number);
            return unit == null ? EpochUnit.SECONDS.millis(number) : unit.millis(number);
        });
    }

    /** The usual spellings of ISO 8601 ({@link IsoTime}). */
    public static TimeFormat iso(ZoneId zone) {
        return new TimeFormat("2026-01-31T12:00:00Z", text -> IsoTime.millis(text, zone));
    }

    /** Days of a spreadsheet, with the time of day as decimals. */
    private static TimeFormat excel(LocalDate dayZero, ZoneId zone) {
        return new TimeFormat("a spreadsheet's day number", text -> {
            double days = number(text);
            if (!(days > 0 && days < 110_000)) {
                throw new DateTimeException(text);
            }
            return dayZero.atStartOfDay()
                    .plusNanos(Math.round((days - Math.floor(days)) * 86_400_000) * 1_000_000)
                    .plusDays((long) days)
                    .atZone(zone)
                    .toInstant()
                    .toEpochMilli();
        });
    }

    /** Numbers of days and, behind a blank, a time of day: {@code day} or {@code day HHmm}. */
    private static TimeFormat dayNumber(String name, @Nullable LocalDate firstDay, ZoneId zone) {
        if (firstDay == null) {
            throw new IllegalArgumentException(
                    "Expected the date of day 1 for --time-format '" + name + "', found none: add --first-day");
        }
        String pattern = name.substring("day".length()).strip();
        DateTimeFormatter time = pattern.isEmpty() ? null : formatter(pattern, null);
        return new TimeFormat(name, text -> {
            int blank = text.indexOf(' ');
            if (blank < 0 && time != null) {
                throw new DateTimeException(text);
            }
            LocalDate date = firstDay.plusDays(Integer.parseInt(blank < 0 ? text : text.substring(0, blank)) - 1L);
            LocalTime ofDay = time == null
                    ? LocalTime.MIDNIGHT
                    : LocalTime.from(time.parse(padded(pattern, text.substring(blank + 1))));
            return date.atTime(ofDay).atZone(zone).toInstant().toEpochMilli();
        });
    }

    /**
     * A pattern of {@link DateTimeFormatter}, English names in any case. Without a time of day it
     * is the day's start; one of digits alone, such as {@code MMdd}, takes 829 for 0829.
     *
     * @param zone of times that do not say theirs
     * @param year of a pattern without one, or null
     * @throws IllegalArgumentException where the pattern is none, has no date in it, or has
     *     {@code hh} without {@code a}, which would make mornings of afternoons
     */
    private static TimeFormat pattern(String pattern, ZoneId zone, @Nullable Integer year) {
        String signs = QUOTED.matcher(pattern).replaceAll("");
        if ((signs.contains("h") || signs.contains("K")) && !signs.contains("a") && !signs.contains("B")) {
            throw new IllegalArgumentException("Expected hours of a day (HH), or hh with a for am and pm, found '"
                    + pattern + "': write '" + pattern.replace('h', 'H').replace('K', 'H') + "'");
        }
        if (signs.contains("Y") && !signs.contains("w")) {
            throw new IllegalArgumentException("Expected the year as yyyy, found the year of a week in '" + pattern
                    + "': write '" + pattern.replace('Y', 'y') + "'");
        }
        boolean yearless = !signs.contains("y") && !signs.contains("u") && !signs.contains("Y");
        if (yearless && year == null && signs.contains("d")) {
            throw new IllegalArgumentException("Expected a pattern with a date in it, such as 'yyyy-MM-dd HH:mm:ss',"
                    + " found '" + pattern + "' without a year: add it or --year");
        }
        DateTimeFormatter formatter = formatter(pattern, yearless ? year : null);
        Parser parser = text -> millis(formatter.parse(padded(pattern, text)), zone);
        try {
            millis(
                    formatter.parse(formatter.format(
                            LocalDateTime.of(2026, 1, 31, 12, 0).atZone(zone))),
                    zone);
        } catch (DateTimeException incomplete) {
            throw new IllegalArgumentException(
                    "Expected a pattern with a date in it, such as 'yyyy-MM-dd HH:mm:ss', found '" + pattern + "'",
                    incomplete);
        }
        return pattern.equals("yyyy-MM-dd HH:mm:ss")
                // The most usual one, and several times as fast.
                ? new TimeFormat(pattern, text -> {
                    if (text.length() != 19 || text.charAt(4) != '-' || text.charAt(10) != ' ') {
                        throw new DateTimeException(text);
                    }
                    return IsoTime.millis(text, zone);
                })
                : new TimeFormat(pattern, parser);
    }

    public static TimeFormat pattern(String pattern, ZoneId zone) {
        return pattern(pattern, zone, null);
    }

    /**
     * Strict: in a lenient one the 30th of February is the 28th. Without eras, as {@code yyyy} is
     * meant.
     */
    private static DateTimeFormatter formatter(String pattern, @Nullable Integer year) {
        StringBuilder withoutEra = new StringBuilder(pattern);
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            quoted ^= pattern.charAt(i) == '\'';
            if (!quoted && pattern.charAt(i) == 'y' && pattern.indexOf('G') < 0) {
                withoutEra.setCharAt(i, 'u');
            }
        }
        DateTimeFormatterBuilder builder =
                new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(withoutEra.toString());
        if (year != null) {
            builder.parseDefaulting(ChronoField.YEAR, year);
        }
        return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }

    private static String padded(String pattern, String text) {
        return text.length() < pattern.length()
                        && LETTERS.matcher(pattern).matches()
                        && DIGITS.matcher(text).matches()
                ? "0".repeat(pattern.length() - text.length()) + text
                : text;
    }

    /** {@link #named(String, ZoneId, Integer, LocalDate)} of texts that say their year. */
    public static TimeFormat named(String name, ZoneId zone) {
        return named(name, zone, null, null);
    }

    /**
     * The format of an option: {@code iso}, {@code seconds}, {@code millis}, {@code micros},
     * {@code nanos}, {@code epoch}, {@code excel}, {@code excel-1904}, {@code day} with a time's
     * pattern, or a pattern.
     *
     * @param year of patterns without one
     * @param firstDay the date of day 1
     */
    public static TimeFormat named(String name, ZoneId zone, @Nullable Integer year, @Nullable LocalDate firstDay) {
        for (EpochUnit unit : EpochUnit.values()) {
            if (unit.optionName().equals(name)) {
                return epoch(unit);
            }
        }
        return switch (name) {
            case "epoch" -> epochByMagnitude();
            case "iso" -> iso(zone);
            case "excel" -> excel(LocalDate.of(1899, 12, 30), zone);
            case "excel-1904" -> excel(LocalDate.of(1904, 1, 1), zone);
            default ->
                name.equals("day") || name.startsWith("day ")
                        ? dayNumber(name, firstDay, zone)
                        : pattern(name, zone, year);
        };
    }

    /** The event time in milliseconds; numbers beyond the range become its ends. */
    public long millis(String text) throws BadLineException {
        try {
            return parser.millis(text);
        } catch (DateTimeException | ArithmeticException | NumberFormatException notATime) {
            if (SentinelTimes.isZero(text)) {
                throw new BadLineException(SentinelTimes.RULE, SentinelTimes.detail(text));
            }
            String proposal = NUMBER.matcher(text).matches() && text.length() < 40
                    ? EpochUnit.proposal(new BigDecimal(text).doubleValue())
                    : "";
            throw BadLineException.undecodable("Expected a time as " + name + ", found '" + text + "'" + proposal);
        }
    }

    private static double number(String text) {
        int length = text.length();
        long whole = 0;
        for (int i = 0; i < length && length < 16; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return new BigDecimal(text).doubleValue();
            }
            whole = whole * 10 + c - '0';
        }
        return length > 0 && length < 16 ? whole : new BigDecimal(text).doubleValue();
    }

    private static long millis(TemporalAccessor parsed, ZoneId zone) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Instant.from(parsed).toEpochMilli();
        }
        LocalDate date = LocalDate.from(parsed);
        LocalTime time = parsed.query(TemporalQueries.localTime());
        return (time == null ? date.atStartOfDay(zone) : date.atTime(time).atZone(zone))
                .toInstant()
                .toEpochMilli();
    }

    /** ISO in UTC where a text names no zone. */
    public static TimeFormat iso() {
        return iso(ZoneOffset.UTC);
    }
}
