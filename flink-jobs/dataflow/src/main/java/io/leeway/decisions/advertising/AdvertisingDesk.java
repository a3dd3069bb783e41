package io.leeway.decisions.advertising;

import io.leeway.records.AdCampaign;
import io.leeway.records.Outcome;
import io.leeway.records.scores.ScoreUpdate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Advertising without Flink: the same campaigns that the operator keeps, in memory, for evaluations
 * and to hold the operator against. Not thread-safe.
 *
 * <p>Events have to come in the order of {@link #ORDER}.
 */
public final class AdvertisingDesk {
    /** By event time, at one instant as the operator does. */
    public static final Comparator<AdEvent> ORDER =
            Comparator.comparingLong(AdEvent::timeMillis).thenComparing(AdEvent::bytes, AdEvent.ORDER);

    private final Map<String, Campaign> campaigns = new HashMap<>();

    /** With campaigns that do not change. */
    public AdvertisingDesk(List<AdCampaign> plans, AdvertisingOptions options, AdPredictor predictor) {
        for (AdCampaign plan : plans) {
            campaigns.put(AdIds.route(plan.id()), new Campaign(plan, options, new CampaignStore.InMemory(), predictor));
        }
    }

    /** What a score asks of these campaigns. */
    public static List<AdEvent> requests(ScoreUpdate score, List<AdCampaign> plans, AdvertisingOptions options) {
        List<AdEvent> requests = new ArrayList<>();
        Advertising.moving(score, options).forEach((category, request) -> plans.stream()
                .filter(plan -> plan.category().equals(category))
                .filter(plan -> Matching.asks(plan, request))
                .forEach(plan -> requests.add(Matching.request(plan, request))));
        return requests;
    }

    public static AdEvent outcome(Outcome outcome) {
        return AdEvent.of(outcome);
    }

    /** Applies a request or an outcome; a request may lead to a bid. */
    public Optional<AdBid> apply(AdEvent event) {
        Campaign campaign = campaigns.get(event.key());
        if (campaign == null) {
            return Optional.empty();
        }
        campaign.advanceTo(event.timeMillis());
        if (event.bytes()[0] == AdEvent.REQUEST) {
            return campaign.request(AdEvent.request(event.bytes()));
        }
        campaign.outcome(AdEvent.outcome(event.bytes()));
        return Optional.empty();
    }

    /** What a campaign has spent so far, in money. */
    public double spent(String campaign) {
        Campaign known = campaigns.get(AdIds.route(campaign));
        return known == null ? 0 : known.state().spent() / CampaignLedger.MICROS;
    }
}
