package io.leeway.decisions.advertising;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.AdCampaign;
import io.leeway.records.Outcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A campaign's rules on money and on how often a shopper sees it, from all bids and outcomes of a
 * run at once: what may be, not how it is decided. Slow and plain: every bid is held against every
 * other.
 */
final class SlowLedger {
    private static final long DAY = 86_400_000L;

    /** A bid and, where it was shown, its price and instant. */
    record Bid(AdBid bid, long askedAt, BigDecimal price, long shownAt, long heardAt) {
        boolean shown() {
            return shownAt > 0;
        }
    }

    private final AdCampaign campaign;
    private final List<Bid> bids = new ArrayList<>();

    SlowLedger(AdCampaign campaign, List<AdBid> made, List<Outcome> outcomes) {
        this.campaign = campaign;
        for (AdBid bid : made) {
            Outcome shown = outcomes.stream()
                    .filter(one ->
                            one.decisionId().equals(bid.decision().id()) && one.kind() == Outcome.Kind.IMPRESSION)
                    .findFirst()
                    .orElse(null);
            bids.add(new Bid(
                    bid,
                    bid.decision().asOfMillis(),
                    shown == null ? BigDecimal.ZERO : money(-shown.value()),
                    shown == null ? 0 : shown.timeMillis(),
                    shown == null ? 0 : shown.timeMillis()));
        }
    }

    private static BigDecimal money(double value) {
        return BigDecimal.valueOf(Math.round(value * 1e6), 6);
    }

    BigDecimal spent() {
        return bids.stream().map(Bid::price).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Whenever a bid was made, what was paid and what might yet be was within the budgets. */
    void requireWithinBudgets() {
        BigDecimal budget = money(campaign.budget());
        for (Bid now : bids) {
            BigDecimal worst = BigDecimal.ZERO;
            BigDecimal ofDay = BigDecimal.ZERO;
            for (Bid other : bids) {
                if (other.askedAt() > now.askedAt()) {
                    continue;
                }
                BigDecimal may = worst(other, now.askedAt());
                worst = worst.add(may);
                if (day(other) == day(now)) {
                    ofDay = ofDay.add(may);
                }
            }
            assertThat(worst).as("money that may be gone at %s", now).isLessThanOrEqualTo(budget);
            if (Double.isFinite(campaign.dailyBudget())) {
                assertThat(ofDay).as("money of the day at %s", now).isLessThanOrEqualTo(money(campaign.dailyBudget()));
            }
        }
    }

    private static BigDecimal worst(Bid bid, long at) {
        if (bid.shown() && bid.heardAt() <= at) {
            return bid.price();
        }
        return bid.bid().showing().validUntilMillis() < at
                ? BigDecimal.ZERO
                : money(bid.bid().decision().cost());
    }

    private static long day(Bid bid) {
        return Math.floorDiv(bid.bid().showing().validUntilMillis() - 1, DAY);
    }

    /** No shopper has seen more within any period than the cap allows. */
    void requireWithinCaps() {
        List<Bid> shown = bids.stream().filter(Bid::shown).toList();
        for (Bid first : shown) {
            long within = shown.stream()
                    .filter(other -> other.bid()
                            .decision()
                            .userId()
                            .equals(first.bid().decision().userId()))
                    .filter(other -> other.shownAt() >= first.shownAt()
                            && other.shownAt() < first.shownAt() + campaign.capPeriodMillis())
                    .count();
            assertThat(within).as("impressions of %s", first).isLessThanOrEqualTo(campaign.frequencyCap());
        }
    }

    /** Nothing is bid for outside of the campaign's time. */
    void requireWithinTime() {
        for (Bid bid : bids) {
            assertThat(bid.bid().showing().showAtMillis()).isGreaterThanOrEqualTo(campaign.startMillis());
            assertThat(bid.bid().showing().validUntilMillis()).isLessThanOrEqualTo(campaign.endMillis());
        }
    }
}
