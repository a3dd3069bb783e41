package io.leeway.shopper.reasons;

import java.util.Locale;

/**
 * How much of something there was a week lately, against the weeks before.
 *
 * @param lately a week, over the last four calendar weeks
 * @param before a week, over the weeks before in which the shopper was known, at most eight; above
 *     0
 * @param weeks whole weeks that {@code lately} is taken over
 */
record Trend(double lately, double before, int weeks) {
    /** A quarter more or less is worth a word. */
    private static final double MORE = 1.25;

    private static final double LESS = 0.75;

    static Trend of(ChurnFacts facts, int column) {
        double before = facts.comparable() ? facts.before(column) / facts.weeksBefore() : 0;
        return new Trend(facts.lately(column) / facts.weeksLately(), before, (int) facts.weeksLately());
    }

    boolean down() {
        return before > 0 && ratio() <= LESS;
    }

    boolean up() {
        return before > 0 && ratio() >= MORE;
    }

    double ratio() {
        return lately / before;
    }

    /** "spend halved", "spend down 60 %", "nothing spent for 3 weeks, 12.40 a week before". */
    String words(String what, String nothing, String unit) {
        double ratio = ratio();
        if (lately == 0) {
            return String.format(
                    Locale.ROOT, "%s for %d weeks, %s%s a week before", nothing, weeks, figure(before), unit);
        } else if (Math.abs(ratio - 0.5) < 0.05) {
            return what + " halved";
        } else if (Math.abs(ratio - 2) < 0.1) {
            return what + " doubled";
        } else if (ratio < 1) {
            return String.format(Locale.ROOT, "%s down %d %%", what, Math.round(100 * (1 - ratio)));
        } else if (ratio < 3) {
            return String.format(Locale.ROOT, "%s up %d %%", what, Math.round(100 * (ratio - 1)));
        }
        return String.format(Locale.ROOT, "%s %s × what it was", what, figure(ratio));
    }

    /** Three digits at least of what is large, two of what is small. */
    static String figure(double value) {
        return value >= 99.95 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.1f", value);
    }
}
