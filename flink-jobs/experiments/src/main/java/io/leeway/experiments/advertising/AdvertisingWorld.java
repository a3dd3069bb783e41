package io.leeway.experiments.advertising;

import io.leeway.decisions.advertising.AdBid;
import io.leeway.decisions.advertising.AdEvent;
import io.leeway.decisions.advertising.AdPredictor;
import io.leeway.decisions.advertising.AdvertisingDesk;
import io.leeway.decisions.advertising.AdvertisingOptions;
import io.leeway.records.AdCampaign;
import io.leeway.records.Outcome;
import io.leeway.records.scores.InterestScore;
import io.leeway.shopper.TimeMillis;
import io.leeway.simulator.advertising.AdMarket;
import io.leeway.simulator.advertising.AdMarket.Answer;
import io.leeway.simulator.advertising.AdMarket.Truth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Campaigns over a simulated market, in event time: bids meet those of others, the second price is
 * paid, shoppers answer, and the campaigns receive the outcomes. All of it is a function of the
 * scores, the campaigns, the options and the market.
 */
public final class AdvertisingWorld {
    private static final long WEEK = 7 * TimeMillis.DAY;

    private final AdMarket market;
    private final Map<String, AdCampaign> campaigns = new HashMap<>();
    private final List<AdCampaign> plans;

    public AdvertisingWorld(AdMarket market, List<AdCampaign> plans) {
        this.market = market;
        this.plans = List.copyOf(plans);
        plans.forEach(plan -> campaigns.put(plan.id(), plan));
    }

    /**
     * A bid and what became of it.
     *
     * @param cost what was paid, in money; 0 where another won
     * @param value of the conversion; 0 where there was none
     */
    public record Played(AdBid bid, boolean shown, double cost, Truth truth, boolean clicked, double value) {}

    /**
     * A whole run.
     *
     * @param outcomes in order of event time
     * @param spent by campaign, as the desk has it
     */
    public record Run(Map<String, Played> played, List<Outcome> outcomes, Map<String, Double> spent) {}

    /** Something that happens: to the market first, then to the desk. */
    private record Happening(AdEvent event, Optional<AdBid> shows) {}

    private static final Comparator<Happening> ORDER = Comparator.comparingLong(
                    (Happening happening) -> happening.event().timeMillis())
            .thenComparing(happening -> happening.shows().isEmpty())
            .thenComparing(Happening::event, AdvertisingDesk.ORDER);

    public Run play(List<InterestScore> scores, AdvertisingOptions options, AdPredictor predictor) {
        AdvertisingDesk desk = new AdvertisingDesk(plans, options, predictor);
        PriorityQueue<Happening> queue = new PriorityQueue<>(ORDER);
        for (InterestScore score : scores) {
            AdvertisingDesk.requests(score, plans, options)
                    .forEach(request -> queue.add(new Happening(request, Optional.empty())));
        }
        Map<String, Played> played = new LinkedHashMap<>();
        List<Outcome> outcomes = new ArrayList<>();
        Map<String, List<Long>> seen = new HashMap<>();
        while (!queue.isEmpty()) {
            Happening next = queue.remove();
            if (next.shows().isPresent()) {
                show(next.shows().get(), next.event().timeMillis(), seen, played, outcomes, queue);
                continue;
            }
            desk.apply(next.event()).ifPresent(bid -> {
                played.put(bid.decision().id(), new Played(bid, false, 0, new Truth(0, 0), false, 0));
                long at = bid.showing().showAtMillis()
                        + market.shownAfterMillis(bid.decision().id());
                queue.add(new Happening(new AdEvent("", at, new byte[0]), Optional.of(bid)));
            });
        }
        outcomes.sort(Comparator.comparingLong(Outcome::timeMillis).thenComparing(Outcome::decisionId));
        Map<String, Double> spent = new LinkedHashMap<>();
        plans.forEach(plan -> spent.put(plan.id(), desk.spent(plan.id())));
        return new Run(played, outcomes, spent);
    }

    private void show(
            AdBid bid,
            long at,
            Map<String, List<Long>> seen,
            Map<String, Played> played,
            List<Outcome> outcomes,
            PriorityQueue<Happening> queue) {
        String id = bid.decision().id();
        String user = bid.decision().userId();
        AdCampaign campaign = campaigns.get(bid.campaign());
        List<Long> before = seen.computeIfAbsent(bid.campaign() + "/" + user, key -> new ArrayList<>());
        before.removeIf(one -> one <= at - WEEK);
        if (campaign == null) {
            return;
        }
        Truth truth = market.truth(
                user, bid.category(), campaign.channels().indexOf(bid.showing().channel()), at, before.size());
        double price = Math.ceil(market.competing(id, truth, campaign.conversionValue()) * 1e6) / 1e6;
        if (price >= bid.decision().cost()) {
            return;
        }
        before.add(at);
        Answer answer = market.answer(id, truth);
        double value = answer.converted() ? answer.share() * campaign.conversionValue() : 0;
        played.put(id, new Played(bid, true, price, truth, answer.clicked(), value));
        report(new Outcome(id, user, Outcome.Kind.IMPRESSION, at, -price), outcomes, queue);
        if (answer.clicked()) {
            report(new Outcome(id, user, Outcome.Kind.CLICK, at + answer.clickAfterMillis(), 0), outcomes, queue);
        }
        if (answer.converted()) {
            report(
                    new Outcome(id, user, Outcome.Kind.CONVERSION, at + answer.conversionAfterMillis(), value),
                    outcomes,
                    queue);
        }
    }

    private static void report(Outcome outcome, List<Outcome> outcomes, PriorityQueue<Happening> queue) {
        outcomes.add(outcome);
        queue.add(new Happening(AdvertisingDesk.outcome(outcome), Optional.empty()));
    }
}
