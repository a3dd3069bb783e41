package io.leeway.cli.options;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a count of many: {@code 2500}, {@code 100k}, {@code 1.5m}, {@code 2b}. */
public final class CountConverter implements ITypeConverter<Long> {
    private static final Pattern COUNT = Pattern.compile("(\\d{1,10}(?:\\.\\d{1,3})?)([kmb]?)");

    @Override
    public Long convert(String text) {
        Matcher matcher = COUNT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("Expected a count as 2500, 100k, 1.5m or 2b, found '" + text + "'");
        }
        return Math.round(Double.parseDouble(matcher.group(1)) * unit(matcher.group(2)));
    }

    /** The shortest that is understood: {@code 100k}. */
    public static String text(long count) {
        for (String unit : new String[] {"b", "m", "k"}) {
            if (count >= unit(unit) && count % (unit(unit) / 10) == 0) {
                long tenth = count % unit(unit) / (unit(unit) / 10);
                return count / unit(unit) + (tenth == 0 ? "" : "." + tenth) + unit;
            }
        }
        return String.valueOf(count);
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "k" -> 1_000;
            case "m" -> 1_000_000;
            case "b" -> 1_000_000_000;
            default -> 1;
        };
    }
}
