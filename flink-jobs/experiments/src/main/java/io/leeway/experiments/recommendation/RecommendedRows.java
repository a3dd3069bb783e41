package io.leeway.experiments.recommendation;

import static java.util.Objects.requireNonNull;

import io.leeway.decisions.recommendation.RecommendationOptions;
import io.leeway.decisions.recommendation.Reranking;
import io.leeway.decisions.recommendation.ShopperItems;
import io.leeway.records.Candidate;
import io.leeway.records.RankedSlate;
import io.leeway.records.ShopAction;
import io.leeway.records.Slate;
import io.leeway.shopper.events.EventType;
import io.leeway.simulator.shoppers.ShopItem;
import io.leeway.simulator.truth.TasteTruth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The mean probability of a click over the items of each list, by who made the list: the truth, and
 * nothing that is drawn. Lists of fewer items than asked for count as if the places that are
 * missing were never clicked.
 */
final class RecommendedRows {
    static final String MODEL = "model";
    static final String UNRANKED = "job-without-model";
    static final String POPULAR = "popular";
    static final String RECENT = "popular-in-recent-categories";
    static final String VIEWED = "last-viewed";
    static final String ORACLE = "oracle";
    /** The ingredients, one taken away or handed in at a time. */
    static final String NO_INTEREST = "model-without-interest";

    static final String NO_CHANCE = "model-without-exploration";
    static final String TRUE_TASTE = "candidates-by-truth";
    static final String TRUE_INTEREST = "hidden-interest-popular-items";

    static final double[] TRADE_OFFS = {1, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5};

    private static final int RECENT_CATEGORIES = 3;

    private final RecommendedShop shop;
    private final RecommendationOptions options;
    private final List<String> users = new ArrayList<>();
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();
    private final Map<Double, double[]> curve = new LinkedHashMap<>();
    private final Map<String, Integer> sources = new HashMap<>();
    /** Items that were turned to before the cut, by how often. */
    private final Map<String, Integer> turns = new HashMap<>();

    private final Map<String, List<String>> popularByCategory = new HashMap<>();
    private final List<String> popular;
    private final Map<String, List<ShopAction>> byUser = new HashMap<>();

    RecommendedRows(RecommendedShop shop, RecommendationOptions options) {
        this.shop = shop;
        this.options = options;
        for (ShopAction action : shop.actions()) {
            if (ShopperItems.isTurning(action)) {
                byUser.computeIfAbsent(action.userId(), user -> new ArrayList<>())
                        .add(action);
                if (action.timeMillis() < shop.cut().toEpochMilli()) {
                    turns.merge(action.item(), 1, Integer::sum);
                }
            }
        }
        popular = turns.keySet().stream()
                .sorted(Comparator.comparing((String item) -> -turns.getOrDefault(item, 0))
                        .thenComparing(item -> item))
                .toList();
        popular.forEach(item -> popularByCategory
                .computeIfAbsent(known(item).category(), category -> new ArrayList<>())
                .add(item));
        shop.ranked().forEach(this::add);
    }

    long seed() {
        return shop.seed();
    }

    List<String> users() {
        return users;
    }

    double[] rates(String contestant) {
        return rates.getOrDefault(contestant, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** Sums over rows by trade-off: click rate, categories of a list, novelty in bits. */
    Map<Double, double[]> curve() {
        return curve;
    }

    /** How many places of the lists each source filled. */
    Map<String, Integer> sources() {
        return sources;
    }

    private void add(RankedSlate ranked) {
        Slate slate = ranked.slate();
        if (slate.erased()) {
            return;
        }
        Instant at = Instant.ofEpochMilli(slate.asOfMillis());
        users.add(shop.seed() + "/" + slate.userId());
        List<ShopAction> own = byUser.getOrDefault(slate.userId(), List.of()).stream()
                .filter(action -> action.timeMillis() <= slate.asOfMillis())
                .toList();
        Set<String> bought = own.stream()
                .filter(action -> action.type() == EventType.PURCHASE.code())
                .map(ShopAction::item)
                .collect(Collectors.toSet());
        Reranking.Place[] places = new Reranking(options).list(ranked);
        for (Reranking.Place place : places) {
            sources.merge(place.candidate().source(), 1, Integer::sum);
        }
        TasteTruth truth = shop.truth();
        put(MODEL, rate(slate, items(places)));
        RecommendationOptions certain = options.withExploration(0);
        put(NO_CHANCE, rate(slate, items(new Reranking(certain).list(ranked))));
        put(NO_INTEREST, rate(slate, items(new Reranking(certain.withInterestWeight(0)).list(ranked))));
        put(UNRANKED, rate(slate, items(new Reranking(certain).list(RankedSlate.unranked(slate)))));
        put(POPULAR, rate(slate, ruled(popular, bought, at)));
        put(RECENT, rate(slate, ruled(recent(own), bought, at)));
        put(VIEWED, rate(slate, ruled(viewed(own), Set.of(), at)));
        put(TRUE_TASTE, rate(slate, byTruth(slate, at)));
        put(TRUE_INTEREST, rate(slate, ruled(byInterest(slate, at), bought, at)));
        put(
                ORACLE,
                truth
                                .best(
                                        slate.userId(),
                                        at,
                                        item -> isAllowed(item, bought),
                                        options.items(),
                                        options.perCategory())
                                .stream()
                                .mapToDouble(TasteTruth.Clicked::probability)
                                .sum()
                        / options.items());
        for (double tradeOff : TRADE_OFFS) {
            List<String> list = items(new Reranking(certain.withTradeOff(tradeOff)).list(ranked));
            double[] sums = curve.computeIfAbsent(tradeOff, absent -> new double[3]);
            sums[0] += rate(slate, list);
            sums[1] +=
                    list.stream().map(item -> known(item).category()).distinct().count();
            sums[2] += list.stream().mapToDouble(this::novelty).average().orElse(0);
        }
    }

    private ShopItem known(String item) {
        return requireNonNull(shop.catalogue().get(item), "an item of the shop");
    }

    private double novelty(String item) {
        double all = turns.values().stream().mapToInt(Integer::intValue).sum();
        return -Math.log((turns.getOrDefault(item, 0) + 1) / (all + turns.size())) / Math.log(2);
    }

    private void put(String contestant, double rate) {
        rates.computeIfAbsent(contestant, absent -> new ArrayList<>()).add(rate);
    }

    private double rate(Slate slate, Collection<String> items) {
        Instant at = Instant.ofEpochMilli(slate.asOfMillis());
        return items.stream()
                        .mapToDouble(item -> shop.truth().clickProbability(slate.userId(), item, at))
                        .sum()
                / options.items();
    }

    private static List<String> items(Reranking.Place[] places) {
        return Arrays.stream(places).map(place -> place.candidate().item()).toList();
    }

    private static boolean isAllowed(ShopItem item, Set<String> bought) {
        return item.stock() > 0 && (item.usedUp() || !bought.contains(item.item()));
    }

    /** The first of some items that the rules let pass. */
    private List<String> ruled(Collection<String> items, Set<String> bought, Instant at) {
        Map<String, Integer> taken = new HashMap<>();
        return items.stream()
                .map(this::known)
                .filter(item -> isAllowed(item, bought) && !item.addedAt().isAfter(at))
                .filter(item -> taken.merge(item.category(), 1, Integer::sum) <= options.perCategory())
                .limit(options.items())
                .map(ShopItem::item)
                .toList();
    }

    /** The popular items of the categories last turned to, in turn. */
    private List<String> recent(List<ShopAction> own) {
        Set<String> categories = new LinkedHashSet<>();
        for (int i = own.size() - 1; i >= 0 && categories.size() < RECENT_CATEGORIES; i--) {
            categories.add(own.get(i).category());
        }
        return inTurn(categories);
    }

    private List<String> inTurn(Collection<String> categories) {
        List<String> items = new ArrayList<>();
        for (int place = 0; place < 20; place++) {
            for (String category : categories) {
                List<String> of = popularByCategory.getOrDefault(category, List.of());
                if (place < of.size()) {
                    items.add(of.get(place));
                }
            }
        }
        return items;
    }

    private static List<String> viewed(List<ShopAction> own) {
        Set<String> items = new LinkedHashSet<>();
        for (int i = own.size() - 1; i >= 0; i--) {
            items.add(own.get(i).item());
        }
        return List.copyOf(items);
    }

    /** The slate's candidates by the truth: what a perfect ranking would make of them. */
    private List<String> byTruth(Slate slate, Instant at) {
        Map<String, Double> probabilities = new HashMap<>();
        for (Candidate candidate : slate.candidates()) {
            probabilities.put(candidate.item(), shop.truth().clickProbability(slate.userId(), candidate.item(), at));
        }
        List<String> order = new ArrayList<>(probabilities.keySet());
        order.sort(Comparator.comparing((String item) -> -probabilities.getOrDefault(item, 0.0))
                .thenComparing(item -> item));
        return ruled(order, new HashSet<>(), at);
    }

    /** Popular items of the hidden interest's categories: the interest without taste. */
    private List<String> byInterest(Slate slate, Instant at) {
        Map<String, Double> shares = shop.truth().interestAt(slate.userId(), at);
        List<String> categories = new ArrayList<>(shares.keySet());
        categories.sort(Comparator.comparing((String category) -> -shares.getOrDefault(category, 0.0)));
        return categories.stream()
                .flatMap(category -> popularByCategory.getOrDefault(category, List.of()).stream())
                .toList();
    }
}
