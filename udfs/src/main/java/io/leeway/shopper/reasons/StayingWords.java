package io.leeway.shopper.reasons;

import static io.leeway.shopper.reasons.ChurnFacts.SINCE_ACTIVITY;
import static io.leeway.shopper.reasons.ChurnFacts.SINCE_FIRST;
import static io.leeway.shopper.reasons.ChurnFacts.SINCE_PURCHASE;
import static io.leeway.shopper.reasons.ChurnFacts.SINCE_WISH;
import static io.leeway.shopper.reasons.ReasonText.when;
import static io.leeway.shopper.reasons.TimeSpanText.ago;
import static io.leeway.shopper.reasons.TimeSpanText.counted;
import static io.leeway.shopper.reasons.TimeSpanText.span;
import static io.leeway.shopper.reasons.TimeSpanText.times;

import java.util.Optional;

/** Words for staying, topic by topic, where the shopper's features support them. */
final class StayingWords {
    private StayingWords() {}

    static Optional<ReasonText> of(ChurnTopic topic, ChurnFacts facts) {
        return switch (topic) {
            case SILENCE -> activity(facts.days(SINCE_ACTIVITY));
            case PURCHASE -> purchase(facts);
            case SPEND -> up(facts, ChurnFacts.AMOUNT, "spend", "weeks.amount");
            case VISITS -> up(facts, ChurnFacts.ACTIVE_DAYS, "visits", "weeks.activeDays");
            case CARTS -> carts(facts.wishes(), facts.days(SINCE_WISH));
            case LOYALTY -> loyalty(facts.purchases());
            case RETURNS -> returns(facts);
            case RATINGS -> ratings(facts.rating());
            case SOCIAL -> social(facts.socials());
            case ADS -> ads(facts.clicks());
            case TENURE -> tenure(facts.days(SINCE_FIRST));
        };
    }

    private static Optional<ReasonText> activity(double days) {
        return when(days < 7, "active", "recency.activity", days, "active %s", ago(days));
    }

    private static Optional<ReasonText> purchase(ChurnFacts facts) {
        double days = facts.days(SINCE_PURCHASE);
        if (facts.inRhythm()) {
            double gaps = facts.gaps();
            String usual = counted(Math.round(facts.usualGap()), "day");
            return when(gaps <= 1, "in-rhythm", "rhythm.gaps", gaps, "buys every %s, last %s", usual, ago(days));
        }
        boolean bought = facts.purchases() > 0;
        return when(bought && days < 14, "bought", "recency.purchase", days, "bought %s", ago(days));
    }

    private static Optional<ReasonText> up(ChurnFacts facts, int column, String what, String feature) {
        Trend trend = Trend.of(facts, column);
        return when(trend.up(), what + "-up", feature, trend.lately(), "%s", trend.words(what, "", ""));
    }

    private static Optional<ReasonText> carts(long wishes, double days) {
        return when(wishes > 0 && days < 7, "cart", "recency.wish", days, "cart or favourite %s", ago(days));
    }

    private static Optional<ReasonText> loyalty(long purchases) {
        String words = "%d purchases so far";
        return when(purchases >= 5, "many-purchases", "frequency.purchases", purchases, words, purchases);
    }

    private static Optional<ReasonText> returns(ChurnFacts facts) {
        boolean none = facts.purchases() >= 3 && facts.returns() == 0;
        return when(none, "no-returns", "frequency.returns", 0, "never sent anything back");
    }

    private static Optional<ReasonText> ratings(double rating) {
        String words = "ratings good: %.1f of 5 on average";
        return when(rating >= 4, "ratings-good", "monetary.rating", rating, words, rating);
    }

    private static Optional<ReasonText> social(long actions) {
        String words = "liked, shared, followed or commented %s";
        return when(actions > 0, "social", "frequency.socials", actions, words, times(actions));
    }

    private static Optional<ReasonText> ads(long clicks) {
        return when(clicks > 0, "ads", "frequency.clicks", clicks, "clicked ads %s", times(clicks));
    }

    private static Optional<ReasonText> tenure(double days) {
        return when(days >= 180, "known", "recency.first", days, "known for %s", span(days));
    }
}
