package io.leeway.evaluation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers in text, the same on every machine. */
public final class ReportText {
    private ReportText() {}

    public static String text(String format, @Nullable Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
