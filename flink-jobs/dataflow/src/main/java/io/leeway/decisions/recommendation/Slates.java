package io.leeway.decisions.recommendation;

import io.leeway.records.Candidate;
import io.leeway.records.CatalogueItem;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.Slate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings a shopper's candidates together and lets the rules sort out: what the shop does not have
 * or has no stock of, and what was bought before and is not used up.
 *
 * <p>The sources: items left in the cart; items often turned to together with those that the
 * shopper turned to last; what is popular, and what is new, in the categories that are predicted
 * next or that the interest moves to.
 */
public final class Slates {
    /** How many of the latest items are asked for their companions. */
    static final int SEEDS = 5;
    /** How many new items of a category are candidates. */
    static final int NEW = 5;

    private static final double CART = 0.5;
    private static final double COMPANION = 0.5;
    private static final double LESS_RECENT = 0.8;
    /** The weight of a new item: that of an item with a fiftieth of the attention. */
    private static final double NEW_SHARE = 0.02;

    private final RecommendationOptions options;
    private final CatalogueView shelf;

    public Slates(RecommendationOptions options, CatalogueView shelf) {
        this.options = options;
        this.shelf = shelf;
    }

    /** What has to be looked up for a request, in order. */
    static List<Lookup> lookups(Request request) {
        List<Lookup> lookups = new ArrayList<>();
        for (String seed : seeds(request)) {
            lookups.add(new Lookup(CountKeys.item(seed), request.userId(), request.asOfMillis()));
        }
        for (String category : request.categories()) {
            lookups.add(new Lookup(CountKeys.category(category), request.userId(), request.asOfMillis()));
        }
        return lookups;
    }

    /** The latest different items, the latest first. */
    private static List<String> seeds(Request request) {
        List<String> seeds = new ArrayList<>();
        String[] history = request.history();
        for (int i = history.length - 1; i >= 0 && seeds.size() < SEEDS; i--) {
            if (!seeds.contains(history[i])) {
                seeds.add(history[i]);
            }
        }
        return seeds;
    }

    /** A candidate that grows while sources add to it. */
    private static final class Growing {
        private String source = "";
        private String reason = "";
        private double most;
        private double sum;

        private void add(String from, String why, double weight) {
            sum += weight;
            if (weight > most) {
                most = weight;
                source = from;
                reason = why;
            }
        }
    }

    /**
     * The slate of a request.
     *
     * @param answers to its lookups, by key; an absent one knows nothing
     */
    public Slate of(Request request, Map<String, Part> answers) {
        Map<String, Growing> growing = new LinkedHashMap<>();
        for (String item : request.cart()) {
            add(growing, item, "cart", "left in your cart", CART);
        }
        double recency = COMPANION;
        for (String seed : seeds(request)) {
            Part companions = answers.get(CountKeys.item(seed));
            if (companions != null) {
                for (int i = 0; i < companions.items().length; i++) {
                    add(
                            growing,
                            companions.items()[i],
                            "co-visited",
                            "often viewed with " + seed,
                            recency * companions.shares()[i]);
                }
            }
            recency *= LESS_RECENT;
        }
        Map<String, Double> interests = new HashMap<>();
        for (int i = 0; i < request.categories().length; i++) {
            String category = request.categories()[i];
            interests.put(category, request.interests()[i]);
            addCategory(growing, request, i, answers.get(CountKeys.category(category)));
        }
        return new Slate(
                Decision.id(DecisionKind.RECOMMENDATION, request.userId(), request.asOfMillis(), ""),
                request.userId(),
                request.asOfMillis(),
                request.scoreId(),
                request.history(),
                allowed(request, growing, interests),
                false);
    }

    static Slate erasure(Request request) {
        return new Slate("", request.userId(), request.asOfMillis(), "", new String[0], new Candidate[0], true);
    }

    private void addCategory(Map<String, Growing> growing, Request request, int index, @Nullable Part popular) {
        String category = request.categories()[index];
        double interest = request.interests()[index];
        if (popular != null) {
            String why = request.moving()[index] ? "your interest moves to " + category : "popular in " + category;
            for (int i = 0; i < popular.items().length; i++) {
                add(growing, popular.items()[i], "popular", why, interest * popular.shares()[i]);
            }
        }
        for (String item :
                shelf.newIn(category, request.asOfMillis(), options.newFor().toMillis(), NEW)) {
            add(growing, item, "new", "new in " + category, interest * NEW_SHARE);
        }
    }

    private static void add(Map<String, Growing> growing, String item, String source, String reason, double weight) {
        growing.computeIfAbsent(item, absent -> new Growing()).add(source, reason, weight);
    }

    private Candidate[] allowed(Request request, Map<String, Growing> growing, Map<String, Double> interests) {
        Set<String> bought = new HashSet<>(List.of(request.bought()));
        List<Candidate> candidates = new ArrayList<>();
        growing.forEach((item, grown) -> shelf.at(item, request.asOfMillis())
                .filter(now -> isAllowed(now, bought))
                .filter(now -> grown.sum > 0)
                .ifPresent(now -> candidates.add(new Candidate(
                        item,
                        now.category(),
                        grown.source,
                        grown.reason,
                        grown.sum,
                        interests.getOrDefault(now.category(), 0.0)))));
        candidates.sort(Comparator.comparingDouble(Candidate::weight).reversed().thenComparing(Candidate::item));
        return candidates.toArray(new Candidate[0]);
    }

    /** Whether an item may be recommended to a shopper who bought these. */
    public static boolean isAllowed(CatalogueItem item, Set<String> bought) {
        return item.stock() > 0 && (item.consumable() || !bought.contains(item.item()));
    }
}
