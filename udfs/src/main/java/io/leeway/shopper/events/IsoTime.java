package io.leeway.shopper.events;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Times in the usual spellings of ISO 8601: {@code 2024-03-01T10:00:00Z}, a blank instead of
 * {@code T}, {@code +0100}, {@code +01}, {@code UTC}, without seconds, with a fraction, as
 * {@code 20240301T100000Z}, or a date alone, which is the day's start.
 */
public final class IsoTime {

    private IsoTime() {}

    /**
     * The milliseconds since the epoch.
     *
     * @param zone of times that do not say theirs; without one they are refused
     * @throws DateTimeException where the text is no such time
     * @throws ArithmeticException where it is beyond the range
     */
    public static long millis(String text, @Nullable ZoneId zone) {
        int length = text.length();
        boolean dashes = length >= 10 && text.charAt(4) == '-' && text.charAt(7) == '-';
        if (!dashes && (length < 8 || (length > 8 && text.charAt(8) != 'T' && text.charAt(8) != 't'))) {
            // What is left of the standard, such as a leap second, or no time at all.
            return Instant.parse(text).toEpochMilli();
        }
        LocalDate date = dashes
                ? LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2))
                : LocalDate.of(number(text, 0, 4), number(text, 4, 2), number(text, 6, 2));
        int at = dashes ? 10 : 8;
        if (at == length) {
            return local(date, 0, zone);
        }
        char parted = text.charAt(at++);
        if (parted != 'T' && parted != 't' && parted != ' ') {
            throw wrong(text);
        }
        long hour = number(text, at, 2);
        at += 2;
        int colon = at < length && text.charAt(at) == ':' ? 1 : 0;
        long minute = number(text, at + colon, 2);
        at += colon + 2;
        long second = 0;
        if (at < length && (colon == 1 ? text.charAt(at) == ':' : isDigit(text.charAt(at)))) {
            second = number(text, at + colon, 2);
            at += colon + 2;
        }
        long millis = 0;
        if (at < length && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
            int from = ++at;
            for (int worth = 100; at < length && isDigit(text.charAt(at)); at++, worth /= 10) {
                millis += (long) worth * (text.charAt(at) - '0');
            }
            if (at == from) {
                throw wrong(text);
            }
        }
        if (second == 60) {
            return Instant.parse(text).toEpochMilli();
        }
        boolean dayEnd = hour == 24 && minute == 0 && second == 0 && millis == 0;
        if ((hour > 23 && !dayEnd) || minute > 59 || second > 59) {
            throw wrong(text);
        }
        long ofDay = ((hour * 60 + minute) * 60 + second) * 1000 + millis;
        return at == length
                ? local(date, ofDay, zone)
                : date.toEpochDay() * 86_400_000L + ofDay - offsetMillis(text.substring(at), text);
    }

    private static long local(LocalDate date, long millisOfDay, @Nullable ZoneId zone) {
        if (zone == null) {
            throw new DateTimeException("a time without a zone");
        }
        if (zone instanceof ZoneOffset offset) {
            return date.toEpochDay() * 86_400_000L + millisOfDay - offset.getTotalSeconds() * 1000L;
        }
        return date.plusDays(millisOfDay / 86_400_000L)
                .atTime(LocalTime.ofNanoOfDay(millisOfDay % 86_400_000L * 1_000_000))
                .atZone(zone)
                .toInstant()
                .toEpochMilli();
    }

    private static long offsetMillis(String rest, String text) {
        if (rest.equals("Z")) {
            return 0;
        }
        String offset = rest.strip();
        if (offset.endsWith("]") && offset.indexOf('[') > 0) {
            offset = offset.substring(0, offset.indexOf('['));
        }
        if (offset.equalsIgnoreCase("Z") || offset.equalsIgnoreCase("UTC") || offset.equalsIgnoreCase("GMT")) {
            return 0;
        }
        if (offset.isEmpty() || (offset.charAt(0) != '+' && offset.charAt(0) != '-')) {
            throw wrong(text);
        }
        return ZoneOffset.of(offset).getTotalSeconds() * 1000L;
    }

    private static int number(String text, int from, int digits) {
        if (from + digits > text.length()) {
            throw wrong(text);
        }
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            if (!isDigit(text.charAt(i))) {
                throw wrong(text);
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static DateTimeException wrong(String text) {
        return new DateTimeException(text);
    }
}
