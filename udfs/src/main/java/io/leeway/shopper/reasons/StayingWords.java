package io.leeway.shopper.reasons;

import static io.leeway.shopper.reasons.ChurnFacts.SINCE_ACTIVITY;
import static io.leeway.shopper.reasons.ChurnFacts.SINCE_FIRST;
import static io.leeway.shopper.reasons.ChurnFacts.SINCE_PURCHASE;
import static io.leeway.shopper.reasons.ChurnFacts.SINCE_WISH;

import java.util.Locale;
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
            case CARTS -> carts(facts);
            case LOYALTY -> loyalty(facts.purchases());
            case RETURNS -> returns(facts);
            case RATINGS -> ratings(facts.rating());
            case SOCIAL -> social(facts.socials());
            case ADS -> ads(facts.clicks());
            case TENURE -> tenure(facts.days(SINCE_FIRST));
        };
    }

    private static Optional<ReasonText> activity(double days) {
        return ReasonText.when(days < 7, "active", () -> "active " + TimeSpanText.ago(days), "recency.activity", days);
    }

    private static Optional<ReasonText> purchase(ChurnFacts facts) {
        double days = facts.days(SINCE_PURCHASE);
        if (facts.inRhythm()) {
            return ReasonText.when(
                    facts.gaps() <= 1,
                    "in-rhythm",
                    () -> "buys every " + TimeSpanText.counted(Math.round(facts.usualGap()), "day") + ", last "
                            + TimeSpanText.ago(days),
                    "rhythm.gaps",
                    facts.gaps());
        }
        return ReasonText.when(
                facts.purchases() > 0 && days < 14,
                "bought",
                () -> "bought " + TimeSpanText.ago(days),
                "recency.purchase",
                days);
    }

    private static Optional<ReasonText> up(ChurnFacts facts, int column, String what, String feature) {
        Trend trend = Trend.of(facts, column);
        return ReasonText.when(trend.up(), what + "-up", () -> trend.words(what, "", ""), feature, trend.lately());
    }

    private static Optional<ReasonText> carts(ChurnFacts facts) {
        double days = facts.days(SINCE_WISH);
        return ReasonText.when(
                facts.wishes() > 0 && days < 7,
                "cart",
                () -> "cart or favourite " + TimeSpanText.ago(days),
                "recency.wish",
                days);
    }

    private static Optional<ReasonText> loyalty(long purchases) {
        return ReasonText.when(
                purchases >= 5,
                "many-purchases",
                () -> purchases + " purchases so far",
                "frequency.purchases",
                purchases);
    }

    private static Optional<ReasonText> returns(ChurnFacts facts) {
        return ReasonText.when(
                facts.purchases() >= 3 && facts.returns() == 0,
                "no-returns",
                () -> "never sent anything back",
                "frequency.returns",
                0);
    }

    private static Optional<ReasonText> ratings(double rating) {
        return ReasonText.when(
                rating >= 4,
                "ratings-good",
                () -> String.format(Locale.ROOT, "ratings good: %.1f of 5 on average", rating),
                "monetary.rating",
                rating);
    }

    private static Optional<ReasonText> social(long actions) {
        return ReasonText.when(
                actions > 0,
                "social",
                () -> "liked, shared, followed or commented " + TimeSpanText.times(actions),
                "frequency.socials",
                actions);
    }

    private static Optional<ReasonText> ads(long clicks) {
        return ReasonText.when(
                clicks > 0, "ads", () -> "clicked ads " + TimeSpanText.times(clicks), "frequency.clicks", clicks);
    }

    private static Optional<ReasonText> tenure(double days) {
        return ReasonText.when(days >= 180, "known", () -> "known for " + TimeSpanText.of(days), "recency.first", days);
    }
}
