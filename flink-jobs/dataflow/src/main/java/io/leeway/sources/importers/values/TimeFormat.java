package io.leeway.sources.importers;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/** How a column says when something happened. */
public final class TimeFormat {

    private final String name;
    private final Parser parser;

    private TimeFormat(String name, Parser parser) {
        this.name = name;
        this.parser = parser;
    }

    private interface Parser {
        long millis(String text);
    }

    /** Seconds since the epoch; may have decimals. */
    public static TimeFormat seconds() {
        return new TimeFormat("epoch seconds", text -> number(text, 1000));
    }

    public static TimeFormat millis() {
        return new TimeFormat("epoch milliseconds", text -> number(text, 1));
    }

    /** An ISO-8601 instant, with {@code Z} or an offset. */
    public static TimeFormat iso() {
        return new TimeFormat(
                "2026-01-31T12:00:00Z", text -> Instant.parse(text).toEpochMilli());
    }

    /**
     * A pattern of {@link DateTimeFormatter}, English names. Without a time of day it is the day's
     * start.
     *
     * @param zone of times that do not say theirs
     * @throws IllegalArgumentException where the pattern is none or has no date in it
     */
    public static TimeFormat pattern(String pattern, ZoneId zone) {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        TimeFormat format = new TimeFormat(pattern, text -> millis(formatter.parse(text), zone));
        try {
            format.parser.millis(
                    formatter.format(LocalDateTime.of(2026, 1, 31, 12, 0).atZone(zone)));
        } catch (DateTimeException incomplete) {
            throw new IllegalArgumentException(
                    "Expected a pattern with a date in it, such as 'yyyy-MM-dd HH:mm:ss', found '" + pattern + "'",
                    incomplete);
        }
        return format;
    }

    /** The format of an option: {@code seconds}, {@code millis}, {@code iso} or a pattern. */
    public static TimeFormat named(String name, ZoneId zone) {
        return switch (name) {
            case "seconds" -> seconds();
            case "millis" -> millis();
            case "iso" -> iso();
            default -> pattern(name, zone);
        };
    }

    /** The event time in milliseconds; numbers beyond the range become its ends. */
    long millis(String text) throws BadLineException {
        try {
            return parser.millis(text);
        } catch (DateTimeException | ArithmeticException | NumberFormatException notATime) {
            throw BadLineException.undecodable("Expected a time as " + name + ", found '" + text + "'");
        }
    }

    private static long number(String text, int millisEach) {
        return Math.round(new BigDecimal(text).doubleValue() * millisEach);
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
}
