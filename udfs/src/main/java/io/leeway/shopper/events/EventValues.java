package io.leeway.shopper.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of an event's JSON at the parser's current token, cut to their range. */
final class EventValues {
    /** A number below this is a time in seconds, from it on in milliseconds. */
    private static final long SECONDS_BELOW = 100_000_000_000L;

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

    /** An id that became a floating-point number on its way. */
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,15}\\.0+");

    private EventValues() {}

    /** The current token in a word or two. */
    static String describe(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "the text " + quote(json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + shorten(json.getText());
            default -> json.getText();
        };
    }

    /** The text, or null where it is null or empty. */
    static @Nullable String text(String name, JsonParser json) throws IOException, MalformedEventException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(name, "a text", json);
        }
        String text = json.getText();
        if (hasHalfPair(text)) {
            throw new MalformedEventException("Expected Unicode text in '" + name + "', found half a surrogate pair");
        }
        return text.isEmpty() ? null : text;
    }

    /** The text of an id, which may be written as a number; null where it is null or empty. */
    static @Nullable String id(String name, JsonParser json) throws IOException, MalformedEventException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return json.getText();
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT
                && WHOLE.matcher(json.getText()).matches()) {
            return json.getText().substring(0, json.getText().indexOf('.'));
        }
        return text(name, json);
    }

    /** A number, which may be written as a text. */
    static @Nullable Double number(String name, JsonParser json) throws IOException, MalformedEventException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (isNumber(json)) {
            return Double.valueOf(json.getText());
        }
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw wrong(name, "a number", json);
        }
        return json.getDoubleValue();
    }

    static @Nullable Double minor(String name, JsonParser json) throws IOException, MalformedEventException {
        Double minor = number(name, json);
        if (minor != null && minor != Math.rint(minor)) {
            throw wrong(name, "an integer", json);
        }
        return minor;
    }

    static long integer(String name, JsonParser json, long ofNull) throws IOException, MalformedEventException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return ofNull;
        }
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return wholeNumber(json);
        }
        Double number = number(name, json);
        if (number == null || number != Math.rint(number)) {
            throw wrong(name, "an integer", json);
        }
        return number.longValue();
    }

    private static boolean isNumber(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_STRING
                && json.getTextLength() < 100
                && NUMBER.matcher(json.getText()).matches();
    }

    private static long wholeNumber(JsonParser json) throws IOException {
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return json.getText().startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return json.getLongValue();
    }

    static int clamp(long quantity) {
        // The ends are symmetric, so that taking the sign away cannot overflow.
        return (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, quantity));
    }

    /** 0 means no rating; a given 0 stays a rating, to be clipped, as the smallest number above. */
    static double rating(@Nullable Double given) {
        return given == null ? 0 : given == 0 ? Double.MIN_VALUE : given;
    }

    static @Nullable Long time(JsonParser json) throws IOException, MalformedEventException {
        return switch (json.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> {
                long number = wholeNumber(json);
                yield number >= SECONDS_BELOW
                        ? number
                        : number < Long.MIN_VALUE / 1000 ? Long.MIN_VALUE : number * 1000;
            }
            case VALUE_NUMBER_FLOAT -> {
                double number = json.getDoubleValue();
                yield Math.round(number < SECONDS_BELOW ? number * 1000 : number);
            }
            case VALUE_STRING -> instant(json.getText());
            default -> throw wrong("time", "an instant", json);
        };
    }

    private static @Nullable Long instant(String text) throws MalformedEventException {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return IsoTime.millis(text, null);
        } catch (DateTimeException | ArithmeticException notAnInstant) {
            throw new MalformedEventException("Expected 'time' as 2026-01-31T12:00:00Z or a number, found "
                    + quote(text) + (isLocal(text) ? ", which names no zone" : ""));
        }
    }

    private static boolean isLocal(String text) {
        try {
            IsoTime.millis(text, ZoneOffset.UTC);
            return true;
        } catch (DateTimeException | ArithmeticException noTime) {
            return false;
        }
    }

    static boolean hasHalfPair(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static MalformedEventException wrong(String name, String expected, JsonParser json) throws IOException {
        return new MalformedEventException("Expected " + expected + " in '" + name + "', found " + describe(json));
    }

    static String quote(String text) {
        return "'" + shorten(text) + "'";
    }

    private static String shorten(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
