package io.leeway.decisions.advertising;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a campaign keeps by bid and by shopper: too much to be read and written as one. */
interface CampaignStore {
    @Nullable
    OpenBid bid(String decisionId);

    void put(OpenBid bid);

    void forget(String decisionId);

    /** What a shopper has seen or may yet see; empty for nothing. */
    List<Impression> impressions(String userId);

    /** Keeps that; an empty list leaves no trace. */
    void put(String userId, List<Impression> impressions);

    final class InMemory implements CampaignStore {
        private final Map<String, OpenBid> bids = new HashMap<>();
        private final Map<String, List<Impression>> impressions = new HashMap<>();

        @Override
        public @Nullable OpenBid bid(String decisionId) {
            return bids.get(decisionId);
        }

        @Override
        public void put(OpenBid bid) {
            bids.put(bid.id(), bid);
        }

        @Override
        public void forget(String decisionId) {
            bids.remove(decisionId);
        }

        @Override
        public List<Impression> impressions(String userId) {
            return impressions.getOrDefault(userId, List.of());
        }

        @Override
        public void put(String userId, List<Impression> of) {
            if (of.isEmpty()) {
                impressions.remove(userId);
            } else {
                impressions.put(userId, of);
            }
        }
    }
}
