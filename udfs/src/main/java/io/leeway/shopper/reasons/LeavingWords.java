package io.leeway.shopper.reasons;

import static io.leeway.shopper.reasons.ChurnFacts.SINCE_ACTIVITY;
import static io.leeway.shopper.reasons.ChurnFacts.SINCE_FIRST;
import static io.leeway.shopper.reasons.ChurnFacts.SINCE_PURCHASE;
import static io.leeway.shopper.reasons.ChurnFacts.SINCE_WISH;

import java.util.Locale;
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
                        ? down(facts, ChurnFacts.AMOUNT, "spend", "spend", "nothing spent", "", "weeks.amount")
                        : tenure(facts.days(SINCE_FIRST));
            case VISITS ->
                facts.comparable()
                        ? down(
                                facts,
                                ChurnFacts.ACTIVE_DAYS,
                                "visits",
                                "visits",
                                "no visit",
                                " days",
                                "weeks.activeDays")
                        : tenure(facts.days(SINCE_FIRST));
            case CARTS -> carts(facts);
            case LOYALTY -> loyalty(facts.purchases());
            case RETURNS -> returns(facts);
            case RATINGS -> ratings(facts);
            case SOCIAL ->
                down(facts, ChurnFacts.SOCIALS, "social", "likes and shares", "no like or share", "", "weeks.socials");
            case ADS -> ads(facts.impressions(), facts.clicks());
            case TENURE -> tenure(facts.days(SINCE_FIRST));
        };
    }

    /** Who was only ever shown ads was never active; the feature then says 400 days. */
    private static Optional<ReasonText> silence(double days, double known) {
        return ReasonText.when(
                days >= 7 && days <= known,
                "silent",
                () -> "silent for " + TimeSpanText.of(days),
                "recency.activity",
                days);
    }

    private static Optional<ReasonText> purchase(ChurnFacts facts) {
        if (facts.inRhythm()) {
            return ReasonText.when(
                    facts.gaps() >= 1.5,
                    "overdue",
                    () -> String.format(
                            Locale.ROOT,
                            "a purchase overdue: %.1f × the usual %s",
                            facts.gaps(),
                            TimeSpanText.counted(Math.round(facts.usualGap()), "day")),
                    "rhythm.gaps",
                    facts.gaps());
        }
        double days = facts.days(SINCE_PURCHASE);
        return ReasonText.when(
                facts.purchases() > 0 && days >= 28,
                "no-purchase",
                () -> "no purchase for " + TimeSpanText.of(days),
                "recency.purchase",
                days);
    }

    private static Optional<ReasonText> down(
            ChurnFacts facts, int column, String code, String what, String nothing, String unit, String feature) {
        Trend trend = Trend.of(facts, column);
        return ReasonText.when(
                trend.down(), code + "-down", () -> trend.words(what, nothing, unit), feature, trend.lately());
    }

    private static Optional<ReasonText> carts(ChurnFacts facts) {
        double days = facts.days(SINCE_WISH);
        boolean left = facts.wishes() > 0 && days >= 3 && (facts.purchases() == 0 || days < facts.days(SINCE_PURCHASE));
        return left
                ? ReasonText.when(
                        true,
                        "cart-left",
                        () -> "cart or favourite of " + TimeSpanText.ago(days) + ", nothing bought since",
                        "recency.wish",
                        days)
                : down(
                        facts,
                        ChurnFacts.WISHES,
                        "carts",
                        "carts and favourites",
                        "no cart or favourite",
                        "",
                        "weeks.wishes");
    }

    private static Optional<ReasonText> loyalty(long purchases) {
        return ReasonText.when(
                purchases <= 2,
                "few-purchases",
                () -> purchases == 0
                        ? "no purchase so far"
                        : "only " + TimeSpanText.counted(purchases, "purchase") + " so far",
                "frequency.purchases",
                purchases);
    }

    private static Optional<ReasonText> returns(ChurnFacts facts) {
        long lately = Math.round(facts.lately(ChurnFacts.RETURNS));
        long before = Math.round(facts.before(ChurnFacts.RETURNS));
        if (facts.comparable() && lately / facts.weeksLately() > 1.25 * before / facts.weeksBefore()) {
            return ReasonText.when(
                    true,
                    "returns-up",
                    () -> String.format(
                            Locale.ROOT,
                            "returns up: %d in the last 4 weeks, %d in the %d before",
                            lately,
                            before,
                            Math.round(facts.weeksBefore())),
                    "weeks.returns",
                    lately);
        }
        double share = facts.returnedShare();
        return ReasonText.when(
                share >= 0.2,
                "returns-high",
                () -> "sent back " + Math.round(100 * share) + " % of what was bought",
                "monetary.returnedShare",
                share);
    }

    private static Optional<ReasonText> ratings(ChurnFacts facts) {
        double lately = facts.ratingLately();
        double before = facts.ratingBefore();
        if (lately > 0 && lately <= 3.5 && before - lately >= 1) {
            return ReasonText.when(
                    true,
                    "ratings-down",
                    () -> String.format(
                            Locale.ROOT, "ratings turned bad: %.1f of 5 lately, %.1f before", lately, before),
                    "weeks.rating",
                    lately);
        }
        double rating = facts.rating();
        return ReasonText.when(
                rating > 0 && rating <= 3,
                "ratings-bad",
                () -> String.format(Locale.ROOT, "ratings bad: %.1f of 5 on average", rating),
                "monetary.rating",
                rating);
    }

    private static Optional<ReasonText> ads(long seen, long clicked) {
        return ReasonText.when(
                seen >= 10 && clicked == 0,
                "ads-ignored",
                () -> "saw " + seen + " ads and clicked none",
                "frequency.impressions",
                seen);
    }

    private static Optional<ReasonText> tenure(double days) {
        return ReasonText.when(
                days < NEW, "new", () -> "new: first seen " + TimeSpanText.ago(days), "recency.first", days);
    }
}
