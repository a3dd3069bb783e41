package io.leeway.shopper.reasons;

import static io.leeway.shopper.reasons.ChurnFacts.SINCE_ACTIVITY;
import static io.leeway.shopper.reasons.ChurnFacts.SINCE_FIRST;
import static io.leeway.shopper.reasons.ChurnFacts.SINCE_PURCHASE;
import static io.leeway.shopper.reasons.ChurnFacts.SINCE_WISH;
import static io.leeway.shopper.reasons.ReasonText.when;
import static io.leeway.shopper.reasons.TimeSpanText.ago;
import static io.leeway.shopper.reasons.TimeSpanText.counted;
import static io.leeway.shopper.reasons.TimeSpanText.span;

import java.util.Optional;

/**
 * What a shopper's features say for leaving, topic by topic: nothing where they don't, whatever a
 * model makes of them. Weeks that are empty because the shopper was not there yet say that the
 * shopper is new.
 */
final class LeavingWords {
    /** Who was first seen less than six weeks ago is new. */
    private static final int NEW = 42;

    private LeavingWords() {}

    static Optional<ReasonText> of(ChurnTopic topic, ChurnFacts facts) {
        return switch (topic) {
            case SILENCE -> silence(facts.days(SINCE_ACTIVITY), facts.days(SINCE_FIRST));
            case PURCHASE -> purchase(facts);
            case SPEND ->
                facts.comparable()
                        ? down(facts, ChurnFacts.AMOUNT, "spend", "weeks.amount", "spend", "nothing spent", "")
                        : tenure(facts.days(SINCE_FIRST));
            case VISITS ->
                facts.comparable()
                        ? down(
                                facts,
                                ChurnFacts.ACTIVE_DAYS,
                                "visits",
                                "weeks.activeDays",
                                "visits",
                                "no visit",
                                " days")
                        : tenure(facts.days(SINCE_FIRST));
            case CARTS -> carts(facts);
            case LOYALTY -> loyalty(facts.purchases());
            case RETURNS -> returns(facts);
            case RATINGS -> ratings(facts);
            case SOCIAL ->
                down(facts, ChurnFacts.SOCIALS, "social", "weeks.socials", "likes and shares", "no like or share", "");
            case ADS -> ads(facts.impressions(), facts.clicks());
            case TENURE -> tenure(facts.days(SINCE_FIRST));
        };
    }

    /** Who was only ever shown ads was never active; the feature then says 400 days. */
    private static Optional<ReasonText> silence(double days, double known) {
        return when(days >= 7 && days <= known, "silent", "recency.activity", days, "silent for %s", span(days));
    }

    private static Optional<ReasonText> purchase(ChurnFacts facts) {
        if (facts.inRhythm()) {
            double gaps = facts.gaps();
            String usual = counted(Math.round(facts.usualGap()), "day");
            String words = "a purchase overdue: %.1f × the usual %s";
            return when(gaps >= 1.5, "overdue", "rhythm.gaps", gaps, words, gaps, usual);
        }
        double days = facts.days(SINCE_PURCHASE);
        boolean bought = facts.purchases() > 0;
        return when(bought && days >= 28, "no-purchase", "recency.purchase", days, "no purchase for %s", span(days));
    }

    private static Optional<ReasonText> down(
            ChurnFacts facts, int column, String code, String feature, String what, String nothing, String unit) {
        Trend trend = Trend.of(facts, column);
        String words = trend.words(what, nothing, unit);
        return when(trend.down(), code + "-down", feature, trend.lately(), "%s", words);
    }

    private static Optional<ReasonText> carts(ChurnFacts facts) {
        double days = facts.days(SINCE_WISH);
        boolean left = facts.wishes() > 0 && days >= 3 && (facts.purchases() == 0 || days < facts.days(SINCE_PURCHASE));
        String words = "cart or favourite of %s, nothing bought since";
        return left
                ? when(true, "cart-left", "recency.wish", days, words, ago(days))
                : down(
                        facts,
                        ChurnFacts.WISHES,
                        "carts",
                        "weeks.wishes",
                        "carts and favourites",
                        "no cart or favourite",
                        "");
    }

    private static Optional<ReasonText> loyalty(long purchases) {
        String words = purchases == 0 ? "no purchase so far" : "only %s so far";
        return when(
                purchases <= 2,
                "few-purchases",
                "frequency.purchases",
                purchases,
                words,
                counted(purchases, "purchase"));
    }

    private static Optional<ReasonText> returns(ChurnFacts facts) {
        long lately = Math.round(facts.lately(ChurnFacts.RETURNS));
        long before = Math.round(facts.before(ChurnFacts.RETURNS));
        if (facts.comparable() && lately / facts.weeksLately() > 1.25 * before / facts.weeksBefore()) {
            String words = "returns up: %d in the last 4 weeks, %d in the %d before";
            long weeks = Math.round(facts.weeksBefore());
            return when(true, "returns-up", "weeks.returns", lately, words, lately, before, weeks);
        }
        double share = facts.returnedShare();
        String words = "sent back %d %% of what was bought";
        return when(share >= 0.2, "returns-high", "monetary.returnedShare", share, words, Math.round(100 * share));
    }

    private static Optional<ReasonText> ratings(ChurnFacts facts) {
        double lately = facts.ratingLately();
        double before = facts.ratingBefore();
        if (lately > 0 && lately <= 3.5 && before - lately >= 1) {
            String words = "ratings turned bad: %.1f of 5 lately, %.1f before";
            return when(true, "ratings-down", "weeks.rating", lately, words, lately, before);
        }
        double rating = facts.rating();
        String words = "ratings bad: %.1f of 5 on average";
        return when(rating > 0 && rating <= 3, "ratings-bad", "monetary.rating", rating, words, rating);
    }

    private static Optional<ReasonText> ads(long seen, long clicked) {
        String words = "saw %d ads and clicked none";
        return when(seen >= 10 && clicked == 0, "ads-ignored", "frequency.impressions", seen, words, seen);
    }

    private static Optional<ReasonText> tenure(double days) {
        return when(days < NEW, "new", "recency.first", days, "new: first seen %s", ago(days));
    }
}
