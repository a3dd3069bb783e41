package io.leeway.cli.rights;

import io.leeway.topics.Topics;
import java.util.Map;
import java.util.Set;

/** What topics hold, in words for a shopper. */
final class PlaceNames {
    private static final Map<String, String> OF_TOPICS = Map.ofEntries(
            Map.entry(Topics.EVENTS, "what you did in the shop"),
            Map.entry(Topics.CHURN, "how likely you are to stay away"),
            Map.entry(Topics.INTEREST, "what you may look at next, and how that changed"),
            Map.entry(Topics.SHADOW, "scores of models on trial, on which nothing was decided"),
            Map.entry(Topics.DEAD_LETTERS, "what could not be read or scored"),
            Map.entry(Topics.LATE, "what came too late to count"),
            Map.entry(Topics.RECOMMENDATIONS, "lists that were made for you"),
            Map.entry(Topics.ADS, "bids to show you advertisements"),
            Map.entry(Topics.OFFERS, "offers, and those held out"),
            Map.entry(Topics.OUTCOMES, "what became of lists, advertisements and offers"),
            Map.entry(Topics.EFFECTS, "how well decisions do"));

    /** Of items, campaigns, models and sums; users' hashes in the ledger of erasures. */
    private static final Set<String> OF_NO_SHOPPER =
            Set.of(Topics.CATALOGUE, Topics.CAMPAIGNS, Topics.DEMAND, Topics.RELEASES, Topics.TALLIES, Topics.ERASED);

    private PlaceNames() {}

    static boolean mayHoldShoppers(String topic) {
        return !OF_NO_SHOPPER.contains(topic);
    }

    static String ofTopic(String topic) {
        return OF_TOPICS.getOrDefault(topic, "records");
    }
}
