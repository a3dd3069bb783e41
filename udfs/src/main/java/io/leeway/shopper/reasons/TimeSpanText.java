package io.leeway.shopper.reasons;

/** Times and counts as people say them, never more than they are. */
final class TimeSpanText {
    private static final double WEEK = 7;
    private static final double MONTH = 365.25 / 12;
    private static final double YEAR = 365.25;

    private TimeSpanText() {}

    /** "less than a day", "9 days", "5 weeks", "2 years": whole units that have passed. */
    static String span(double days) {
        if (days < 1) {
            return "less than a day";
        } else if (days < 2 * WEEK) {
            return counted((long) days, "day");
        } else if (days < 10 * WEEK) {
            return counted((long) (days / WEEK), "week");
        } else if (days < 2 * YEAR) {
            return counted((long) (days / MONTH), "month");
        }
        return counted((long) (days / YEAR), "year");
    }

    static String ago(double days) {
        return span(days) + " ago";
    }

    /** "once", "7 times". */
    static String times(long count) {
        return count == 1 ? "once" : count + " times";
    }

    /** "1 day", "2 days". */
    static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
