package io.leeway.sources.importers.values;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number as shops and spreadsheets write it: {@code 1,234.50}, {@code 1.234,50}, {@code 1 234,5},
 * {@code 1'234.50}, {@code $12.99}, {@code 12.50 EUR}, {@code (5.00)}, {@code 7.25-}.
 *
 * @param value the number; of an ambiguous one with its mark before decimals
 * @param grouped of an ambiguous one such as {@code 1.299}: the value with the mark between
 *     thousands; otherwise null
 * @param mark the one that stands before decimals, or that is ambiguous; 0 where none does
 * @param proof how much the text proves about the file's decimal mark: 0 nothing, 1 by one mark
 *     ({@code 12,50}), 2 by thousands beside it ({@code 1.299,00}) or alone ({@code 1.299.000})
 * @param currency by a sign or a code beside the number, or null
 */
public record ShopNumber(
        BigDecimal value,
        @Nullable BigDecimal grouped,
        char mark,
        int proof,
        @Nullable String currency) {

    private static final Map<String, String> CURRENCIES = Map.ofEntries(
            Map.entry("$", "USD"),
            Map.entry("US$", "USD"),
            Map.entry("€", "EUR"),
            Map.entry("£", "GBP"),
            Map.entry("¥", "JPY"),
            Map.entry("￥", "JPY"),
            Map.entry("円", "JPY"),
            Map.entry("元", "CNY"),
            Map.entry("₹", "INR"),
            Map.entry("₩", "KRW"),
            Map.entry("₫", "VND"),
            Map.entry("đ", "VND"),
            Map.entry("₽", "RUB"),
            Map.entry("₺", "TRY"),
            Map.entry("₴", "UAH"),
            Map.entry("₦", "NGN"),
            Map.entry("₱", "PHP"),
            Map.entry("฿", "THB"),
            Map.entry("₪", "ILS"),
            Map.entry("₸", "KZT"),
            Map.entry("R$", "BRL"),
            Map.entry("C$", "CAD"),
            Map.entry("CA$", "CAD"),
            Map.entry("A$", "AUD"),
            Map.entry("AU$", "AUD"),
            Map.entry("Rp", "IDR"),
            Map.entry("zł", "PLN"),
            Map.entry("Kč", "CZK"),
            Map.entry("Ft", "HUF"),
            Map.entry("CHF", "CHF"));

    private static final Pattern PLAIN = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
    private static final Pattern MONEY =
            Pattern.compile("([^0-9.,'’ ]{0,3}) ?([0-9.,](?:[0-9.,'’ ]*[0-9.,])?) ?([^0-9.,'’ ]{0,3})");

    /** No cents, as in {@code 12.-}: no sign. */
    private static final Pattern NO_CENTS = Pattern.compile("(?<=[0-9])[.,][-\u2013\u2014]{1,2}(?![0-9])");

    /** Reads; throws {@link NumberFormatException} where the text is no number. */
    public static ShopNumber read(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text.indexOf('e') < 0 && text.indexOf('E') < 0
                    ? ofMarks(text, null, false)
                    : of(text, null, (char) 0, 0, null, false);
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (char c : AbsentWords.strip(text).toCharArray()) {
            plain.append(AbsentWords.isBlank(c) ? ' ' : c == '\u2212' ? '-' : c);
        }
        String money = NO_CENTS.matcher(plain).replaceFirst("");
        boolean negative = false;
        if (money.startsWith("(") && money.endsWith(")")) {
            negative = true;
            money = money.substring(1, money.length() - 1);
        }
        int minus = money.indexOf('-');
        int plus = money.indexOf('+');
        int sign = Math.max(minus, plus);
        if (sign >= 0) {
            if (Math.min(minus, plus) >= 0 || negative || digitsOnBothSides(money, sign)) {
                throw new NumberFormatException(text);
            }
            negative = minus >= 0;
            money = (money.substring(0, sign) + money.substring(sign + 1)).strip();
        }
        Matcher parts = MONEY.matcher(money.strip());
        if (!parts.matches() || (!parts.group(1).isEmpty() && !parts.group(3).isEmpty())) {
            throw new NumberFormatException(text);
        }
        String unit = parts.group(1) + parts.group(3);
        String currency = unit.matches("[A-Z]{3}") ? unit : CURRENCIES.get(unit);
        if (currency == null && !unit.isEmpty()) {
            throw new NumberFormatException(text);
        }
        return ofMarks(parts.group(2), currency, negative);
    }

    /** Whether a text is digits, perhaps with decimals behind a point, and is not ambiguous. */
    public static boolean isPlain(String text) {
        int point = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && point < 0 && i > 0) {
                point = i;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        int length = text.length();
        return length > 0
                && length < 100
                && point != length - 1
                && (point < 0 || length - point != 4 || point > 3 || text.charAt(0) == '0');
    }

    private static boolean digitsOnBothSides(String text, int at) {
        return text.substring(0, at).chars().anyMatch(Character::isDigit)
                && text.substring(at + 1).chars().anyMatch(Character::isDigit);
    }

    private static ShopNumber ofMarks(String text, @Nullable String currency, boolean negative) {
        int point = text.lastIndexOf('.');
        int comma = text.lastIndexOf(',');
        int last = Math.max(point, comma);
        if (last < 0) {
            return of(ungrouped(text, "['’ ]"), null, (char) 0, 0, currency, negative);
        }
        if (text.length() == 1) {
            throw new NumberFormatException(text);
        }
        char mark = text.charAt(last);
        String before = text.substring(0, last);
        String after = text.substring(last + 1);
        if (before.indexOf(mark) >= 0) {
            // Twice: thousands; decimals would be behind another mark.
            char decimal = mark == '.' ? ',' : '.';
            return of(ungrouped(text, "[" + mark + "]"), null, decimal, 2, currency, negative);
        }
        boolean otherMark = Math.min(point, comma) >= 0;
        String whole = ungrouped(before, mark == '.' ? "[,'’ ]" : "[.'’ ]");
        BigDecimal value = number((whole.isEmpty() ? "0" : whole) + "." + (after.isEmpty() ? "0" : after));
        int proof = whole.length() < before.length() ? 2 : 1;
        boolean ambiguous =
                !otherMark && proof == 1 && before.matches("[+-]?[1-9][0-9]{0,2}") && after.matches("[0-9]{3}");
        return ambiguous
                ? of(value, number(before + after), mark, 0, currency, negative)
                : of(value, null, mark, proof, currency, negative);
    }

    private static ShopNumber of(
            String value,
            @Nullable BigDecimal grouped,
            char mark,
            int proof,
            @Nullable String currency,
            boolean negative) {
        return of(number(value), grouped, mark, proof, currency, negative);
    }

    private static ShopNumber of(
            BigDecimal value,
            @Nullable BigDecimal grouped,
            char mark,
            int proof,
            @Nullable String currency,
            boolean negative) {
        return negative
                ? new ShopNumber(value.negate(), grouped == null ? null : grouped.negate(), mark, proof, currency)
                : new ShopNumber(value, grouped, mark, proof, currency);
    }

    /** Without what parts groups: of three digits, of two before the last as in India. */
    private static String ungrouped(String whole, String separator) {
        String[] groups = whole.split(separator, -1);
        for (int i = 1; i < groups.length; i++) {
            int digits = groups[i].length();
            if (!(digits == 3 || (digits == 2 && i < groups.length - 1))
                    || groups[0].isEmpty()
                    || groups[0].length() > 4) {
                throw new NumberFormatException(whole);
            }
        }
        return String.join("", groups);
    }

    private static BigDecimal number(String text) {
        if (text.length() > 400) {
            throw new NumberFormatException("too long");
        }
        return new BigDecimal(text);
    }
}
