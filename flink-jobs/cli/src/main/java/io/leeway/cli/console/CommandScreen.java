package io.leeway.cli.console;

import io.leeway.text.VisibleText;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes: a terminal, on which the last lines can be drawn again, or a file or
 * pipe, to which lines are only added. What a line holds is shown as by {@link VisibleText}.
 * Thread-safe.
 */
public final class CommandScreen {

    private static final int DEFAULT_WIDTH = 110;
    private static final String CLEAR_TO_END = "\u001b[J";

    private final PrintStream out;
    private final boolean terminal;
    private final int width;
    private int drawn;

    public CommandScreen(PrintStream out, boolean terminal, int width) {
        this.out = out;
        this.terminal = terminal;
        this.width = width;
    }

    /**
     * The process's standard output; a terminal when both its ends are one and {@code TERM} is not
     * {@code dumb}.
     */
    public static CommandScreen standard() {
        String term = System.getenv("TERM");
        boolean terminal = System.console() != null && term != null && !term.equals("dumb");
        return new CommandScreen(System.out, terminal, width(System.getenv("COLUMNS")));
    }

    /** The process's standard error, for progress beside an output that programs read. */
    public static CommandScreen error() {
        CommandScreen standard = standard();
        return new CommandScreen(System.err, standard.terminal, standard.width);
    }

    public boolean isTerminal() {
        return terminal;
    }

    /** Adds a line; what {@link #draw} has drawn stays above it. */
    public synchronized void println(String line) {
        drawn = 0;
        out.println(VisibleText.line(line));
        out.flush();
    }

    /**
     * Draws lines in the place of those that were drawn last; where that cannot be done, adds them.
     * Lines are cut at the terminal's width.
     */
    public synchronized void draw(List<String> lines) {
        StringBuilder text = new StringBuilder();
        if (terminal && drawn > 0) {
            text.append("\u001b[").append(drawn).append("A\r").append(CLEAR_TO_END);
        }
        for (String each : lines) {
            String line = VisibleText.line(each);
            text.append(terminal ? cut(line) : line).append(System.lineSeparator());
        }
        out.print(text);
        out.flush();
        drawn = lines.size();
    }

    /** Leaves what was drawn last as it is; the next drawing begins below it. */
    public synchronized void keep() {
        drawn = 0;
    }

    private String cut(String line) {
        return line.codePointCount(0, line.length()) <= width
                ? line
                : line.substring(0, line.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int width(@Nullable String columns) {
        return columns != null && columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }
}
