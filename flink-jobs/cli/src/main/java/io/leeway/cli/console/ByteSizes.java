package io.leeway.cli.console;

import java.util.Locale;

/** Sizes as people say them. */
public final class ByteSizes {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

    private ByteSizes() {}

    /** {@code 812 B}, {@code 1.4 kB}, {@code 34 MB}; a thousand of one is one of the next. */
    public static String words(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }
}
