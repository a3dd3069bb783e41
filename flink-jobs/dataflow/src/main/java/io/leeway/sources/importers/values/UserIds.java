package io.leeway.sources.importers.values;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How users' ids are made alike. Blanks at their ends are no part of them in any case.
 *
 * @param lowerCase whether case is no part of an id, as of an address
 * @param wholeNumbers whether {@code 40017.0} and {@code 4.0017E+04} are {@code 40017}
 */
public record UserIds(boolean lowerCase, boolean wholeNumbers) {

    /** As they are. */
    public static final UserIds AS_THEY_ARE = new UserIds(false, false);

    private static final Pattern FLOAT = Pattern.compile("[0-9]+\\.0+|[0-9](\\.[0-9]+)?[eE]\\+?[0-9]{1,2}");
    private static final Pattern EXPONENT = Pattern.compile("[0-9](\\.[0-9]+)?[eE]\\+[0-9]{1,2}");

    /** By an option's words, parted by commas: {@code lower}, {@code whole} or {@code trim}. */
    public static UserIds named(String words) {
        boolean lower = false;
        boolean whole = false;
        for (String word : words.split(",")) {
            switch (word.strip()) {
                case "lower" -> lower = true;
                case "whole" -> whole = true;
                case "trim" -> {}
                default ->
                    throw new IllegalArgumentException(
                            "Expected lower, trim or whole as --user-ids, found '" + word + "'");
            }
        }
        return new UserIds(lower, whole);
    }

    /** The id that a text stands for. */
    public String of(String text) {
        String id = wholeNumbers ? whole(text) : text;
        return lowerCase ? id.toLowerCase(Locale.ROOT) : id;
    }

    /** Whether an id is one of those that spreadsheets cut: its last digits are lost. */
    static boolean isExponent(String text) {
        return text.length() > 3
                && text.indexOf('+') > 0
                && EXPONENT.matcher(text).matches();
    }

    static String whole(String text) {
        char first = text.charAt(0);
        if (first < '0' || first > '9' || !FLOAT.matcher(text).matches()) {
            return text;
        }
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        return number.scale() <= 0 ? number.toPlainString() : text;
    }
}
