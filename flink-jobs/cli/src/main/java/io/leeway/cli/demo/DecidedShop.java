package io.leeway.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.decisions.advertising.AdFeatures;
import io.leeway.records.AdCampaign;
import io.leeway.records.CatalogueItem;
import io.leeway.records.Decision;
import io.leeway.records.Outcome;
import io.leeway.records.SinkRecord;
import io.leeway.records.Treatment;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.advertising.AdMarket;
import io.leeway.simulator.truth.OfferResponse;
import io.leeway.simulator.truth.TasteTruth;
import io.leeway.topics.AdCampaignJson;
import io.leeway.topics.CatalogueJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A simulated shop as deciders see it: what it announces, and how its shoppers answer. For one
 * thread.
 */
final class DecidedShop {
    private static final List<String> ADVERTISED =
            List.of("fashion/women/shoes", "electronics/phones/accessories", "beauty/skincare", "home/decor");
    private static final double BUDGET = 25;
    /** Of a conversion's price. */
    private static final double MARGIN = 0.3;

    private static final int FREQUENCY_CAP = 3;
    private static final long WEEK = Duration.ofDays(7).toMillis();
    private static final long MINUTE = 60_000;

    private final SimulatedShop shop;
    private final TasteTruth taste;
    private final AdMarket market;
    private final List<OfferResponse> offers;
    private final Map<String, AdCampaign> campaigns = new HashMap<>();
    private final Map<String, List<Long>> seen = new HashMap<>();

    /** @param shop one with taste */
    DecidedShop(SimulatedShop shop) {
        this.shop = shop;
        this.taste = shop.tastes().orElseThrow();
        this.market = new AdMarket(shop.settings());
        this.offers = shop.offerResponses();
        for (String category : ADVERTISED) {
            AdCampaign campaign = campaign(category);
            campaigns.put(campaign.id(), campaign);
        }
    }

    private AdCampaign campaign(String category) {
        long from = shop.settings().seam().toEpochMilli();
        return new AdCampaign(
                category,
                from - 1,
                category,
                BUDGET,
                Double.POSITIVE_INFINITY,
                from,
                shop.settings().end().toEpochMilli() + Duration.ofDays(1).toMillis(),
                Math.rint(MARGIN * market.price(category) * 100) / 100,
                FREQUENCY_CAP,
                WEEK,
                AdFeatures.CHANNELS);
    }

    /** The catalogue as it is when history begins, and the campaigns. */
    List<SinkRecord> announcements() {
        List<SinkRecord> records = new ArrayList<>();
        long from = shop.settings().historyStart().toEpochMilli();
        taste.items()
                .forEach(item -> records.add(CatalogueJson.outgoing(new CatalogueItem(
                        item.item(),
                        item.category(),
                        item.price(),
                        item.stock(),
                        item.addedAt().toEpochMilli(),
                        item.usedUp(),
                        from,
                        false))));
        campaigns.values().forEach(campaign -> records.add(AdCampaignJson.outgoing(campaign)));
        return records;
    }

    /** Answers no sooner than the shop's clock is: a decision is seen when it is committed. */
    ShopAnswers.AnsweringShop answering(Supplier<Instant> playedTo) {
        return (decision, record) -> {
            long now = Math.max(decision.asOfMillis(), playedTo.get().toEpochMilli());
            return switch (decision.kind()) {
                case RECOMMENDATION -> recommended(decision, now);
                case AD -> advertised(decision, record, now);
                case OFFER -> offered(decision, now);
            };
        };
    }

    private List<Outcome> recommended(Decision decision, long now) {
        double probability = taste.clickProbability(decision.userId(), decision.action(), Instant.ofEpochMilli(now));
        return taste.isClicked(decision.id(), probability)
                ? List.of(outcome(decision, Outcome.Kind.CLICK, now + MINUTE, 0))
                : List.of();
    }

    /**
     * The bid meets that of others, and the second price is paid; one that is seen too late is not
     * taken up.
     */
    private List<Outcome> advertised(Decision decision, JsonNode record, long now) {
        AdCampaign campaign = campaigns.get(record.path("campaign").asText());
        long at = Math.max(
                now,
                Instant.parse(record.required("showAt").asText()).toEpochMilli()
                        + market.shownAfterMillis(decision.id()));
        if (campaign == null
                || at > Instant.parse(record.required("validUntil").asText()).toEpochMilli()) {
            return List.of();
        }
        List<Long> before = seen.computeIfAbsent(campaign.id() + "/" + decision.userId(), absent -> new ArrayList<>());
        before.removeIf(one -> one <= at - WEEK);
        int channel = campaign.channels().indexOf(record.path("channel").asText());
        AdMarket.Truth truth = market.truth(decision.userId(), campaign.category(), channel, at, before.size());
        double price = Math.ceil(market.competing(decision.id(), truth, campaign.conversionValue()) * 1e6) / 1e6;
        if (price >= decision.cost()) {
            return List.of();
        }
        before.add(at);
        AdMarket.Answer answer = market.answer(decision.id(), truth);
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(outcome(decision, Outcome.Kind.IMPRESSION, at, -price));
        if (answer.clicked()) {
            outcomes.add(outcome(decision, Outcome.Kind.CLICK, at + answer.clickAfterMillis(), 0));
        }
        if (answer.converted()) {
            outcomes.add(outcome(
                    decision,
                    Outcome.Kind.CONVERSION,
                    at + answer.conversionAfterMillis(),
                    answer.share() * campaign.conversionValue()));
        }
        return outcomes;
    }

    private List<Outcome> offered(Decision decision, long now) {
        int shopper = Integer.parseInt(decision.userId().substring(1));
        OfferResponse.Answer answer = offers.get(shopper)
                .answer(Instant.ofEpochMilli(decision.asOfMillis()), Treatment.of(decision.action()), decision.id());
        return answer.returned()
                ? List.of(outcome(decision, Outcome.Kind.RETURN, now + MINUTE, answer.margin()))
                : List.of();
    }

    private static Outcome outcome(Decision decision, Outcome.Kind kind, long atMillis, double value) {
        return new Outcome(decision.id(), decision.userId(), kind, atMillis, value);
    }
}
