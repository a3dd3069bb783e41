package io.leeway.cli.console;

import io.leeway.text.VisibleText;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Prints what commands show: each call of {@code println} gives one line, whatever its text holds.
 * Values are shown as by {@link VisibleText}, those that a format takes so that they stay distinct.
 * Flushes at the end of each line; closing it closes the writer below.
 */
public final class VisibleWriter extends PrintWriter {

    public VisibleWriter(PrintWriter out) {
        super(out, true);
    }

    /** All of {@code println} and {@code print} with text or an object come here. */
    @Override
    public void print(@Nullable String text) {
        super.print(VisibleText.line(String.valueOf(text)));
    }

    @Override
    public void print(@Nullable Object value) {
        print(String.valueOf(value));
    }

    /** Line ends of the format are the command's own; its values are numbers, or text for %s. */
    @Override
    public PrintWriter format(@Nullable Locale locale, String format, @Nullable Object... values) {
        Object[] visible = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            visible[i] = visible(values[i]);
        }
        return super.format(locale, format, visible);
    }

    @Override
    public PrintWriter format(String format, @Nullable Object... values) {
        return format(Locale.ROOT, format, values);
    }

    private static Object visible(@Nullable Object value) {
        return value instanceof Number ? value : VisibleText.of(String.valueOf(value));
    }
}
