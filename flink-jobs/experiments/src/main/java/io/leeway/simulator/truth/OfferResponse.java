package io.leeway.simulator.truth;

import io.leeway.records.Treatment;
import io.leeway.simulator.shoppers.SeedPurpose;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.shoppers.ShopperTraits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32;

/**
 * How one simulated shopper answers win-back offers: hidden, and beside what they do, which no
 * offer changes. Some are persuaded, some come anyhow and only take the coupon, some are gone for
 * good, and some are put off by being written to. A function of the shop's settings, bit for bit.
 *
 * <p>Who looks at much before buying is likelier to be sensitive to prices, who clicks
 * advertisements to like messages, who reviews to like points: so part of it can be learned from
 * events, and part cannot.
 */
public final class OfferResponse {
    private static final double VALID_DAYS = 14;
    private static final double MEAN_MARGIN = 30;
    private static final double OF_GONE = 0.02;
    private static final double REACH_OF_GONE = 0.15;

    private final long seed;
    private final ShopperTraits traits;
    private final double priceSensitivity;
    private final double likesPoints;
    private final double likesMessages;
    private final double margin;

    private OfferResponse(long seed, ShopperTraits traits, SeededRandom dice) {
        this.seed = seed;
        this.traits = traits;
        double looks = StrictMath.log(traits.habits().viewsPerVisit()
                * traits.habits().visitsPerDay()
                * traits.habits().cycleDays()
                / 16);
        this.priceSensitivity = 1 / (1 + StrictMath.exp(-(1.6 * looks + 0.6 * dice.gaussian())));
        this.likesPoints = 0.8 * (traits.reactions().reviewing() - 0.1) / 0.5 + 0.2 * dice.uniform();
        this.likesMessages = 0.8 * (traits.reactions().adAffinity() - 0.02) / 0.16 + 0.2 * dice.uniform();
        this.margin = MEAN_MARGIN * StrictMath.pow(traits.habits().cycleDays() / 8.5, 0.25) * dice.logNormal(1, 0.25);
    }

    public static OfferResponse of(ShopSettings settings, int shopper) {
        return new OfferResponse(
                settings.seed(),
                ShopperTraits.draw(settings, shopper),
                new SeededRandom(SeededRandom.seed(settings.seed(), SeedPurpose.OFFERS, shopper)));
    }

    /** What became of an offer: the margin is net of what the offer cost. */
    public record Answer(boolean returned, boolean redeemed, double margin) {}

    /** The probability that they come back while an offer of that instant is valid. */
    public double returnProbability(Instant at, Treatment treatment) {
        double base = base(at.toEpochMilli());
        if (treatment == Treatment.NONE) {
            return base;
        }
        double logit = StrictMath.log(base / (1 - base)) + reach(at.toEpochMilli()) * effect(treatment);
        return 1 / (1 + StrictMath.exp(-logit));
    }

    private double base(long at) {
        if (at >= traits.stay().leavesMillis()) {
            return OF_GONE;
        }
        double usual = 1 - StrictMath.exp(-1.2 * VALID_DAYS / traits.habits().cycleDays());
        double away = traits.afterPause(at) > at ? 0.6 : 1;
        return Math.min(0.92, Math.max(OF_GONE, usual * away * (1 - 0.85 * traits.leaving(at))));
    }

    private double reach(long at) {
        return at >= traits.stay().leavesMillis() ? REACH_OF_GONE : 1;
    }

    /** In log-odds of coming back. */
    private double effect(Treatment treatment) {
        return switch (treatment) {
            case NONE -> 0;
            case COUPON_5 -> 2.2 * priceSensitivity - 0.3;
            case COUPON_10 -> 3.4 * priceSensitivity - 0.3;
            case COUPON_20 -> 4.4 * priceSensitivity - 0.3;
            case POINTS -> 2.2 * likesPoints - 0.6;
            case MESSAGE -> 1.8 * likesMessages - 0.7;
        };
    }

    private double redeeming() {
        return 0.4 + 0.55 * priceSensitivity;
    }

    /** The expected margin less what the treatment costs. */
    public double expectedMargin(Instant at, Treatment treatment) {
        double expectedCost =
                switch (treatment) {
                    case NONE -> 0;
                    case COUPON_5, COUPON_10, COUPON_20 -> redeeming() * treatment.mostCost();
                    case POINTS -> treatment.mostCost();
                    case MESSAGE -> 0;
                };
        double always = treatment == Treatment.MESSAGE ? treatment.mostCost() : 0;
        return returnProbability(at, treatment) * (margin - expectedCost) - always;
    }

    /** The true expected incremental margin: what doing it brings over doing nothing. */
    public double incrementalMargin(Instant at, Treatment treatment) {
        return expectedMargin(at, treatment) - expectedMargin(at, Treatment.NONE);
    }

    /** What becomes of an offer; the same decision has the same luck whatever is offered. */
    public Answer answer(Instant at, Treatment treatment, String decisionId) {
        CRC32 hash = new CRC32();
        hash.update(decisionId.getBytes(StandardCharsets.UTF_8));
        SeededRandom luck = new SeededRandom(SeededRandom.seed(seed, SeedPurpose.OFFER_ANSWERS, hash.getValue()));
        boolean returned = luck.uniform() < returnProbability(at, treatment);
        boolean coupon = treatment.mostCost() > Treatment.POINTS.mostCost();
        boolean redeemed = returned && luck.uniform() < redeeming() && coupon;
        double cost = treatment == Treatment.MESSAGE || redeemed || (returned && treatment == Treatment.POINTS)
                ? treatment.mostCost()
                : 0;
        return new Answer(returned, redeemed, (returned ? margin : 0) - cost);
    }
}
