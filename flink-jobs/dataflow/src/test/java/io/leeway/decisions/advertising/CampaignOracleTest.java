package io.leeway.decisions.advertising;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.AdCampaign;
import io.leeway.records.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random requests over random campaigns: money and caps against the slow ledger, which knows all
 * bids at once.
 */
class CampaignOracleTest {
    private static final AdPredictor PREDICTOR = AdPredictor.constant(0.1, 0.2);
    private static final AdvertisingOptions OPTIONS = AdvertisingOptions.DEFAULTS;

    private record Made(List<AdBid> bids, List<Outcome> outcomes, double spent) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void moneyAndCapsHoldAtEveryInstantAndTheOrderOfArrivalMakesNoDifference(int seed) {
        Random random = new Random(seed);
        AdCampaign campaign = RandomCampaigns.campaign(random);
        List<AdEvent> requests = RandomCampaigns.requests(random, 900);
        Made made = play(campaign, requests, seed);
        SlowLedger slow = new SlowLedger(campaign, made.bids(), made.outcomes());
        slow.requireWithinBudgets();
        slow.requireWithinCaps();
        slow.requireWithinTime();
        assertThat(made.bids()).hasSizeGreaterThan(20);
        assertThat(slow.spent().doubleValue()).isEqualTo(made.spent());
        assertThat(made.spent()).isPositive().isLessThanOrEqualTo(campaign.budget());

        List<AdEvent> shuffled = new ArrayList<>(requests);
        Collections.shuffle(shuffled, new Random(seed + 100L));
        Made again = play(campaign, shuffled, seed);
        assertThat(again).isEqualTo(made);
    }

    /**
     * Others' bids are uniform up to a tenth above this campaign's usual ones; a fifth of
     * impressions is clicked.
     */
    private static Made play(AdCampaign campaign, List<AdEvent> requests, int seed) {
        AdvertisingDesk desk = new AdvertisingDesk(List.of(campaign), OPTIONS, PREDICTOR);
        PriorityQueue<AdEvent> queue = new PriorityQueue<>(AdvertisingDesk.ORDER);
        queue.addAll(requests);
        List<AdBid> bids = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        while (!queue.isEmpty()) {
            desk.apply(queue.remove()).ifPresent(bid -> {
                bids.add(bid);
                String id = bid.decision().id();
                Random chance = new Random(id.hashCode() * 31L + seed);
                double price = Math.round(chance.nextDouble() * 0.22 * 1e6) / 1e6;
                if (price < bid.decision().cost()) {
                    long at = bid.showing().showAtMillis()
                            + (long) (chance.nextDouble()
                                    * (bid.showing().validUntilMillis()
                                            - bid.showing().showAtMillis()));
                    report(
                            new Outcome(id, bid.decision().userId(), Outcome.Kind.IMPRESSION, at, -price),
                            outcomes,
                            queue);
                    if (chance.nextInt(5) == 0) {
                        report(
                                new Outcome(id, bid.decision().userId(), Outcome.Kind.CLICK, at + 5, 0),
                                outcomes,
                                queue);
                    }
                }
            });
        }
        return new Made(bids, outcomes, desk.spent(campaign.id()));
    }

    private static void report(Outcome outcome, List<Outcome> outcomes, PriorityQueue<AdEvent> queue) {
        outcomes.add(outcome);
        queue.add(AdvertisingDesk.outcome(outcome));
    }
}
