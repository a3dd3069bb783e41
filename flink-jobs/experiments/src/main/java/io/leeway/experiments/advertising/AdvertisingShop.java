package io.leeway.experiments.advertising;

import io.leeway.decisions.advertising.AdFeatures;
import io.leeway.decisions.advertising.AdFeatures.Interest;
import io.leeway.decisions.advertising.AdPredictor;
import io.leeway.decisions.advertising.AdvertisingOptions;
import io.leeway.experiments.advertising.AdvertisingWorld.Played;
import io.leeway.experiments.advertising.AdvertisingWorld.Run;
import io.leeway.records.AdCampaign;
import io.leeway.records.scores.InterestScore;
import io.leeway.simulator.advertising.AdAudience;
import io.leeway.simulator.advertising.AdMarket;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.training.advertising.AdImpression;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A simulated shop's advertising: first impressions are logged at random, then campaigns run.
 *
 * <p>Of the log's time the last part, as long as campaigns run, is also where rules are tuned.
 */
public final class AdvertisingShop {
    static final int WARM_UP_DAYS = 56;
    private static final double SCORES_A_DAY = 0.5;
    private static final double MARGIN = 0.3;
    private static final List<String> ADVERTISED = List.of(
            "electronics/phones/accessories",
            "fashion/women/shoes",
            "beauty/skincare",
            "home/decor",
            "pets/dog",
            "kids/school");

    private final AdMarket market;
    private final List<InterestScore> scores;
    private final Instant logged;
    private final Instant begin;
    private final Instant end;

    /**
     * Makes the shop; scores of all its time are made at once.
     *
     * @param logDays days of the random log, which come after the warm-up
     * @param campaignDays days of the campaigns, which come last; the shop's history is as long as
     *     all three
     */
    public AdvertisingShop(ShopSettings settings, int logDays, int campaignDays) {
        this.market = new AdMarket(settings);
        this.logged = settings.historyStart().plus(Duration.ofDays(WARM_UP_DAYS));
        this.begin = logged.plus(Duration.ofDays(logDays));
        this.end = begin.plus(Duration.ofDays(campaignDays));
        this.scores = new AdAudience(settings).scores(logged, end, SCORES_A_DAY);
    }

    public AdMarket market() {
        return market;
    }

    /** When the log ends and campaigns begin. */
    public Instant begin() {
        return begin;
    }

    public Instant end() {
        return end;
    }

    public List<InterestScore> scores(Instant from, Instant to) {
        return scores.stream()
                .filter(score -> score.asOfMillis() >= from.toEpochMilli() && score.asOfMillis() < to.toEpochMilli())
                .toList();
    }

    /** The campaigns before their budgets are known. */
    public List<AdCampaign> campaigns(Instant from, Instant to) {
        return ADVERTISED.stream()
                .map(category -> campaign("c-" + category.replace('/', '-'), category, 1e9, from, to, 3))
                .toList();
    }

    private AdCampaign campaign(String id, String category, double budget, Instant from, Instant to, int cap) {
        return new AdCampaign(
                id,
                from.toEpochMilli() - 1,
                category,
                budget,
                Double.POSITIVE_INFINITY,
                from.toEpochMilli(),
                to.toEpochMilli(),
                Math.round(MARGIN * market.price(category) * 100) / 100.0,
                cap,
                Duration.ofDays(7).toMillis(),
                AdFeatures.CHANNELS);
    }

    static AdCampaign withBudget(AdCampaign campaign, double budget) {
        return new AdCampaign(
                campaign.id(),
                campaign.issuedAtMillis(),
                campaign.category(),
                budget,
                campaign.dailyBudget(),
                campaign.startMillis(),
                campaign.endMillis(),
                campaign.conversionValue(),
                campaign.frequencyCap(),
                campaign.capPeriodMillis(),
                campaign.channels());
    }

    /** Impressions with hour and channel drawn alike, no bidder outbid: in order of time. */
    public List<AdImpression> log(AdvertisingOptions options) {
        List<AdCampaign> all = market.categories().stream()
                .map(category -> campaign("log-" + category, category, 1e9, logged, begin, 10))
                .toList();
        List<InterestScore> asked = scores(logged, begin);
        Run run = new AdvertisingWorld(market, all)
                .play(asked, options.withFixedBid(1e5), AdPredictor.constant(0.05, 0.1));
        return impressions(asked, run.played().values());
    }

    /** What was shown, as a model learns of it. */
    List<AdImpression> impressions(List<InterestScore> asked, Iterable<Played> played) {
        Map<String, Interest> interests = new HashMap<>();
        asked.forEach(score -> interests.put(score.id(), Interest.of(score)));
        List<AdImpression> impressions = new ArrayList<>();
        for (Played one : played) {
            Interest interest = interests.get(one.bid().decision().scoreId());
            if (one.shown() && interest != null) {
                impressions.add(new AdImpression(
                        one.bid().decision().userId(),
                        one.bid().showing().showAtMillis(),
                        AdFeatures.of(
                                market.categories(),
                                interest,
                                one.bid().category(),
                                one.bid().showing().channel(),
                                one.bid().showing().showAtMillis(),
                                one.bid().seen()),
                        one.clicked(),
                        one.value() > 0));
            }
        }
        impressions.sort(Comparator.comparingLong(AdImpression::atMillis).thenComparing(AdImpression::userId));
        return impressions;
    }
}
