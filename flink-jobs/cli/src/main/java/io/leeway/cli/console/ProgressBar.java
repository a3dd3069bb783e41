package io.leeway.cli.console;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Shows how far a piece of work is and when it will be done: a bar that moves on a terminal,
 * elsewhere a line every five seconds. Closing it leaves a last line with what was done and how
 * long it took. For one thread.
 */
public final class ProgressBar implements AutoCloseable {

    private static final long DRAW_EVERY_MILLIS = 100;
    private static final long PRINT_EVERY_MILLIS = 5_000;
    private static final int WIDTH = 28;

    /** Less says nothing of the rest: the first step builds graphs and warms up. */
    private static final long ESTIMATE_AFTER_MILLIS = 2_000;

    private static final long ESTIMATE_AFTER_STEPS = 2;

    private final CommandScreen screen;
    private final String what;
    private final long total;
    private final String unit;
    private final Clock clock;
    private final long startedMillis;
    private long done;
    private long shownMillis;
    private long firstDone;
    private long firstMillis;

    /**
     * @param what what is worked on, as "history"
     * @param total how much there is to do; 0 where that is not known
     * @param unit of what, as "events"
     */
    public ProgressBar(CommandScreen screen, String what, long total, String unit, Clock clock) {
        this.screen = screen;
        this.what = what;
        this.total = total;
        this.unit = unit;
        this.clock = clock;
        this.startedMillis = clock.millis();
        this.shownMillis = startedMillis;
        if (screen.isTerminal()) {
            screen.draw(List.of(line(startedMillis)));
        }
    }

    /** Says how much is done in all. Cheap enough to be called for every piece. */
    public void update(long doneInAll) {
        done = doneInAll;
        long now = clock.millis();
        if (firstDone == 0 && done > 0) {
            firstDone = done;
            firstMillis = now;
        }
        if (now - shownMillis >= (screen.isTerminal() ? DRAW_EVERY_MILLIS : PRINT_EVERY_MILLIS)) {
            shownMillis = now;
            screen.draw(List.of(line(now)));
        }
    }

    @Override
    public void close() {
        long millis = clock.millis() - startedMillis;
        screen.draw(List.of(String.format(
                Locale.ROOT, "%-12s %,d %s in %s", what, done, unit, seconds(Duration.ofMillis(millis)))));
        screen.keep();
    }

    private String line(long nowMillis) {
        long elapsed = Math.max(1, nowMillis - startedMillis);
        // What is one step has no speed.
        String rate = total == 1 ? "" : String.format(Locale.ROOT, "  %,d %s/s", done * 1000 / elapsed, unit);
        if (total <= 0) {
            return String.format(Locale.ROOT, "%-12s %,d %s%s", what, done, unit, rate);
        }
        double share = Math.min(1, (double) done / total);
        int filled = (int) Math.round(share * WIDTH);
        return String.format(
                Locale.ROOT,
                "%-12s [%s%s] %3.0f %%  %,d of %,d %s%s%s",
                what,
                "█".repeat(filled),
                "·".repeat(WIDTH - filled),
                share * 100,
                done,
                total,
                unit,
                rate,
                left(nowMillis));
    }

    /** At the speed since the first update; nothing as long as that is a guess, and at the end. */
    private String left(long nowMillis) {
        long steps = done - firstDone;
        long millis = nowMillis - firstMillis;
        return steps < ESTIMATE_AFTER_STEPS || millis < ESTIMATE_AFTER_MILLIS || done >= total
                ? ""
                : "  " + seconds(Duration.ofMillis((long) ((double) millis / steps * (total - done)))) + " left";
    }

    /** A duration as people say it: {@code 4.2 s}, {@code 3 min 20 s}. */
    public static String seconds(Duration duration) {
        return duration.toSeconds() < 60
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
}
