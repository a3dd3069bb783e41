package io.leeway.shopper.reasons;

import io.leeway.shopper.Task;
import io.leeway.shopper.WeeklyActivity;

/** The churn features as days, counts and amounts, as exact as float32 logarithms are. */
final class ChurnFacts {
    static final int WISHES = 1;
    static final int AMOUNT = 3;
    static final int RETURNS = 4;
    private static final int RATING = 5;
    static final int SOCIALS = 6;
    static final int ACTIVE_DAYS = 8;

    static final int SINCE_ACTIVITY = 0;
    static final int SINCE_PURCHASE = 1;
    static final int SINCE_WISH = 2;
    static final int SINCE_FIRST = 3;

    /** The weeks that count as lately: the week of the as-of time and three before. */
    private static final int LATELY = 4;
    /** The weeks before these that they are compared with, at most. */
    private static final int BEFORE = 8;
    /** With fewer there is nothing to compare with. */
    private static final double ENOUGH_WEEKS = 2;

    private static final int COLUMNS = 9;
    private static final int WEEKS = WeeklyActivity.WEEKS;
    private static final int WEEKLY = offset("weeks");
    private static final int RECENCY = offset("recency");
    private static final int FREQUENCY = offset("frequency");
    private static final int MONETARY = offset("monetary");
    private static final int RHYTHM = offset("rhythm");

    private final float[] numbers;

    ChurnFacts(float[] numbers) {
        if (numbers.length != Task.CHURN.numbers()) {
            throw new IllegalArgumentException(
                    "Expected " + Task.CHURN.numbers() + " numbers of churn features, found " + numbers.length);
        }
        this.numbers = numbers;
    }

    static int offset(String feature) {
        return Task.CHURN.offset(Task.CHURN.feature(feature));
    }

    /** Days since something, and a thousandth, so that rounding does not make seven days six. */
    double days(int since) {
        return Math.expm1(numbers[RECENCY + since]) + 1e-3;
    }

    /** Whether the shopper has a habit of buying: two gaps at least, of a day at least. */
    boolean inRhythm() {
        return purchaseDays() >= 3 && usualGap() >= 1;
    }

    private long count(int place) {
        return Math.round(Math.expm1(numbers[FREQUENCY + place]));
    }

    long purchases() {
        return count(3);
    }

    long returns() {
        return count(4);
    }

    private long purchaseDays() {
        return count(9);
    }

    long impressions() {
        return count(7);
    }

    long clicks() {
        return count(8);
    }

    long socials() {
        return count(6);
    }

    long wishes() {
        return count(1) + count(2);
    }

    double returnedShare() {
        return numbers[MONETARY + 3];
    }

    /** Mean rating, 1 to 5; 0 without. */
    double rating() {
        return numbers[MONETARY + 4] * 5.0;
    }

    /** Mean days between purchase days; 0 with fewer than two. */
    double usualGap() {
        return numbers[RHYTHM];
    }

    /** Days since the last purchase by that mean, at most 20. */
    double gaps() {
        return numbers[RHYTHM + 1];
    }

    /** Weeks that {@link #lately} sums over: the present one counts in part. */
    double weeksLately() {
        return LATELY - 1 + numbers[RHYTHM + 3];
    }

    /** How many weeks {@link #before} sums over: those in which the shopper was known. */
    double weeksBefore() {
        return Math.max(0, Math.min(BEFORE, days(SINCE_FIRST) / 7 - weeksLately()));
    }

    boolean comparable() {
        return weeksBefore() >= ENOUGH_WEEKS;
    }

    /** The sum of a column over the last four calendar weeks. */
    double lately(int column) {
        return sum(column, WEEKS - LATELY, WEEKS);
    }

    /** The sum of a column over the eight calendar weeks before these. */
    double before(int column) {
        return sum(column, WEEKS - LATELY - BEFORE, WEEKS - LATELY);
    }

    private double sum(int column, int from, int to) {
        double sum = 0;
        for (int week = from; week < to; week++) {
            sum += Math.expm1(numbers[WEEKLY + week * COLUMNS + column]);
        }
        return sum;
    }

    /** The mean of the weekly mean ratings of the last eight weeks, 1 to 5; 0 without. */
    double ratingLately() {
        return rating(WEEKS - BEFORE, WEEKS);
    }

    /** The same of the eighteen weeks before. */
    double ratingBefore() {
        return rating(0, WEEKS - BEFORE);
    }

    private double rating(int from, int to) {
        double sum = 0;
        int rated = 0;
        for (int week = from; week < to; week++) {
            double rating = numbers[WEEKLY + week * COLUMNS + RATING] * 5.0;
            if (rating > 0) {
                sum += rating;
                rated++;
            }
        }
        return rated == 0 ? 0 : sum / rated;
    }
}
