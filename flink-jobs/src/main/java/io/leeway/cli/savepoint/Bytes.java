package io.leeway.cli.savepoint;

import java.util.Locale;

/** Sizes as people say them. */
final class Bytes {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

    private Bytes() {}

    /** {@code 812 B}, {@code 1.4 kB}, {@code 34 MB}; a thousand of one is one of the next. */
    static String words(long bytes) {
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
