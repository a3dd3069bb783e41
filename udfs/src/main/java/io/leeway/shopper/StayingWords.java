package io.leeway.shopper;

import static io.leeway.shopper.ChurnFacts.SINCE_ACTIVITY;
import static io.leeway.shopper.ChurnFacts.SINCE_FIRST;
import static io.leeway.shopper.ChurnFacts.SINCE_PURCHASE;
import static io.leeway.shopper.ChurnFacts.SINCE_WISH;

import java.util.Locale;
import java.util.Optional;

/** What a shopper's features say for staying, topic by topic: nothing where they don't, whatever a model makes of them. */
final class StayingWords {

    private StayingWords() {}

    static Optional<Saying> of(ChurnTopic topic, ChurnFacts facts) {
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

    private static Optional<Saying> activity(double days) {
        return Saying.when(days < 7, "active", () -> "active " + Span.ago(days), "recency.activity", days);
    }

    private static Optional<Saying> purchase(ChurnFacts facts) {
        double days = facts.days(SINCE_PURCHASE);
        if (facts.inRhythm()) {
            return Saying.when(
                    facts.gaps() <= 1,
                    "in-rhythm",
                    () -> "buys every " + Span.counted(Math.round(facts.usualGap()), "day") + ", last "
                            + Span.ago(days),
                    "rhythm.gaps",
                    facts.gaps());
        }
        return Saying.when(
                facts.purchases() > 0 && days < 14,
                "bought",
                () -> "bought " + Span.ago(days),
                "recency.purchase",
                days);
    }

    private static Optional<Saying> up(ChurnFacts facts, int column, String what, String feature) {
        Trend trend = Trend.of(facts, column);
        return Saying.when(trend.up(), what + "-up", () -> trend.words(what, "", ""), feature, trend.lately());
    }

    private static Optional<Saying> carts(ChurnFacts facts) {
        double days = facts.days(SINCE_WISH);
        return Saying.when(
                facts.wishes() > 0 && days < 7,
                "cart",
                () -> "cart or favourite " + Span.ago(days),
                "recency.wish",
                days);
    }

    private static Optional<Saying> loyalty(long purchases) {
        return Saying.when(
                purchases >= 5,
                "many-purchases",
                () -> purchases + " purchases so far",
                "frequency.purchases",
                purchases);
    }

    private static Optional<Saying> returns(ChurnFacts facts) {
        return Saying.when(
                facts.purchases() >= 3 && facts.returns() == 0,
                "no-returns",
                () -> "never sent anything back",
                "frequency.returns",
                0);
    }

    private static Optional<Saying> ratings(double rating) {
        return Saying.when(
                rating >= 4,
                "ratings-good",
                () -> String.format(Locale.ROOT, "ratings good: %.1f of 5 on average", rating),
                "monetary.rating",
                rating);
    }

    private static Optional<Saying> social(long actions) {
        return Saying.when(
                actions > 0,
                "social",
                () -> "liked, shared, followed or commented " + Span.times(actions),
                "frequency.socials",
                actions);
    }

    private static Optional<Saying> ads(long clicks) {
        return Saying.when(clicks > 0, "ads", () -> "clicked ads " + Span.times(clicks), "frequency.clicks", clicks);
    }

    private static Optional<Saying> tenure(double days) {
        return Saying.when(days >= 180, "known", () -> "known for " + Span.of(days), "recency.first", days);
    }
}
