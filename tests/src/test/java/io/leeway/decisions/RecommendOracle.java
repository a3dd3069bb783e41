package io.leeway.decisions;

import io.leeway.decisions.recommendation.RecommendationOptions;
import io.leeway.records.CatalogueItem;
import io.leeway.records.ShopAction;
import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.InterestScore;
import io.leeway.shopper.events.EventType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Candidates as the words of their description say, slowly: for each list everything that ever happened is looked at anew. */
final class RecommendOracle {
    private static final long TOGETHER = 1_800_000;
    private static final Set<EventType> TURNING =
            Set.of(EventType.VIEW, EventType.CART, EventType.FAVOURITE, EventType.PURCHASE, EventType.AD_CLICK);

    private final RecommendInput input;
    private final RecommendationOptions options;
    private final Map<String, List<ShopAction>> byUser = new TreeMap<>();

    RecommendOracle(RecommendInput input, RecommendationOptions options) {
        this.input = input;
        this.options = options;
        for (ShopAction action : input.actions()) {
            byUser.computeIfAbsent(action.userId(), user -> new ArrayList<>()).add(action);
        }
        byUser.values()
                .forEach(of -> of.sort(Comparator.comparingLong(ShopAction::timeMillis)
                        .thenComparing(ShopAction::rank)
                        .thenComparing(ShopAction::eventId)));
    }

    /**
     * What a candidate must be.
     *
     * @param source its source, a bar and the reason; where sources weigh the same, all of them
     */
    record Expected(String source, double weight, double interest) {}

    /** What one shopper had turned to by an instant, in order. */
    private List<ShopAction> turns(String user, long until, boolean sinceErasure) {
        List<ShopAction> turns = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        boolean objects = false;
        for (ShopAction action : byUser.getOrDefault(user, List.of())) {
            if (action.timeMillis() > until) {
                break;
            }
            if (action.type() == EventType.CONSENT.code()) {
                objects = false;
            } else if (action.isErasure() || action.type() == EventType.OBJECTION.code()) {
                objects |= !action.isErasure();
                ids.clear();
                if (sinceErasure) {
                    turns.clear();
                } else {
                    turns.add(action);
                }
            } else if (!objects && ids.add(action.eventId()) && TURNING.contains(EventType.ofCode(action.type()))) {
                turns.add(action);
            }
        }
        return turns;
    }

    /** Whether the shopper of a score objects by then. */
    boolean objects(InterestScore score) {
        boolean objects = false;
        for (ShopAction action : byUser.getOrDefault(score.userId(), List.of())) {
            if (action.timeMillis() <= score.asOfMillis()) {
                objects = action.type() == EventType.OBJECTION.code()
                        || (objects && action.type() != EventType.CONSENT.code());
            }
        }
        return objects;
    }

    List<String> history(InterestScore score) {
        List<String> items = new ArrayList<>();
        for (ShopAction turn : turns(score.userId(), score.asOfMillis(), true)) {
            if (items.isEmpty() || !items.get(items.size() - 1).equals(turn.item())) {
                items.add(turn.item());
            }
        }
        return items.subList(Math.max(0, items.size() - 50), items.size());
    }

    Map<String, Expected> candidates(InterestScore score) {
        long asOf = score.asOfMillis();
        Map<String, Map<String, Double>> sources = new HashMap<>();
        for (String item : cart(score)) {
            give(sources, item, "cart", "left in your cart", 0.5);
        }
        List<String> history = history(score);
        List<String> seeds = new ArrayList<>();
        for (int i = history.size() - 1; i >= 0 && seeds.size() < 5; i--) {
            if (!seeds.contains(history.get(i))) {
                seeds.add(history.get(i));
            }
        }
        for (int i = 0; i < seeds.size(); i++) {
            double weight = 0.5 * Math.pow(0.8, i);
            String seed = seeds.get(i);
            shares(companions(seed, asOf))
                    .forEach((item, share) ->
                            give(sources, item, "co-visited", "often viewed with " + seed, weight * share));
        }
        Map<String, Double> interests = interests(score);
        interests.forEach((category, interest) -> {
            boolean moving =
                    score.to().stream().anyMatch(gain -> gain.category().equals(category));
            String why = moving ? "your interest moves to " + category : "popular in " + category;
            shares(popular(category, asOf))
                    .forEach((item, share) -> give(sources, item, "popular", why, interest * share));
            fresh(category, asOf).forEach(item -> give(sources, item, "new", "new in " + category, interest * 0.02));
        });
        return allowed(score, sources, interests);
    }

    private static void give(
            Map<String, Map<String, Double>> sources, String item, String source, String reason, double weight) {
        sources.computeIfAbsent(item, absent -> new HashMap<>()).put(source + "|" + reason, weight);
    }

    private Map<String, Expected> allowed(
            InterestScore score, Map<String, Map<String, Double>> sources, Map<String, Double> interests) {
        Set<String> bought = new HashSet<>();
        turns(score.userId(), score.asOfMillis(), true).stream()
                .filter(turn -> turn.type() == EventType.PURCHASE.code())
                .forEach(turn -> bought.add(turn.item()));
        Map<String, Expected> allowed = new TreeMap<>();
        sources.forEach((item, weights) -> {
            CatalogueItem now = now(item, score.asOfMillis());
            if (now != null && !now.gone() && now.stock() > 0 && (now.consumable() || !bought.contains(item))) {
                double sum = weights.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum();
                double most = weights.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0);
                // Of equal weights either may be named.
                Set<String> named = new TreeSet<>();
                weights.forEach((name, weight) -> {
                    if (weight > most - 1e-12) {
                        named.add(name);
                    }
                });
                allowed.put(
                        item,
                        new Expected(String.join(" or ", named), sum, interests.getOrDefault(now.category(), 0.0)));
            }
        });
        return allowed;
    }

    private CatalogueItem now(String item, long asOf) {
        CatalogueItem now = null;
        for (CatalogueItem change : input.catalogue()) {
            if (change.item().equals(item) && change.fromMillis() <= asOf) {
                now = change;
            }
        }
        return now;
    }

    private List<String> cart(InterestScore score) {
        TreeMap<String, Long> cart = new TreeMap<>();
        for (ShopAction turn : turns(score.userId(), score.asOfMillis(), true)) {
            if (turn.type() == EventType.CART.code()) {
                cart.put(turn.item(), turn.timeMillis());
            } else if (turn.type() == EventType.PURCHASE.code()) {
                cart.remove(turn.item());
            }
        }
        return List.copyOf(cart.keySet());
    }

    private Map<String, Double> interests(InterestScore score) {
        Map<String, Double> interests = new TreeMap<>();
        for (CategoryShare next : score.next()) {
            interests.put(next.category(), (double) next.share());
        }
        for (CategoryShare gain : score.to()) {
            interests.merge(gain.category(), (double) gain.share(), Math::max);
        }
        return interests;
    }

    /** Counts by window's end and item. */
    private TreeMap<Long, Map<String, Double>> companions(String of, long asOf) {
        TreeMap<Long, Map<String, Double>> counts = new TreeMap<>();
        for (String user : byUser.keySet()) {
            List<ShopAction> session = new ArrayList<>();
            for (ShopAction turn : turns(user, asOf, false)) {
                if (turn.rank() > 0) {
                    session.clear();
                    continue;
                }
                if (!session.isEmpty() && session.get(session.size() - 1).item().equals(turn.item())) {
                    continue;
                }
                for (int i = session.size() - 1; i >= Math.max(0, session.size() - 4); i--) {
                    ShopAction before = session.get(i);
                    if (turn.timeMillis() - before.timeMillis() > TOGETHER) {
                        break;
                    }
                    if (before.item().equals(of) && !turn.item().equals(of)) {
                        count(counts, turn.timeMillis(), asOf, turn.item(), 1);
                    } else if (turn.item().equals(of) && !before.item().equals(of)) {
                        count(counts, turn.timeMillis(), asOf, before.item(), 1);
                    }
                }
                session.add(turn);
            }
        }
        return counts;
    }

    private TreeMap<Long, Map<String, Double>> popular(String category, long asOf) {
        TreeMap<Long, Map<String, Double>> counts = new TreeMap<>();
        for (String user : byUser.keySet()) {
            for (ShopAction turn : turns(user, asOf, false)) {
                if (turn.category().equals(category)) {
                    count(
                            counts,
                            turn.timeMillis(),
                            asOf,
                            turn.item(),
                            turn.type() == EventType.PURCHASE.code() ? 3 : 1);
                }
            }
        }
        return counts;
    }

    private void count(TreeMap<Long, Map<String, Double>> counts, long at, long asOf, String item, double times) {
        long length = options.window().toMillis();
        long end = at - at % length + length;
        if (end <= asOf) {
            counts.computeIfAbsent(end, absent -> new HashMap<>()).merge(item, times, Double::sum);
        }
    }

    private Map<String, Double> shares(TreeMap<Long, Map<String, Double>> counts) {
        Map<String, Double> weights = new TreeMap<>();
        counts.forEach((end, of) -> of.forEach((item, count) -> weights.merge(
                item,
                count
                        * Math.pow(
                                0.5,
                                (counts.lastKey() - end)
                                        / (double) options.halfLife().toMillis()),
                Double::sum)));
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> shares = new TreeMap<>();
        weights.forEach((item, weight) -> shares.put(item, weight / sum));
        return shares;
    }

    private List<String> fresh(String category, long asOf) {
        List<CatalogueItem> fresh = new ArrayList<>();
        Set<String> items = new TreeSet<>();
        input.catalogue().forEach(change -> items.add(change.item()));
        for (String item : items) {
            CatalogueItem now = now(item, asOf);
            if (now != null
                    && !now.gone()
                    && now.category().equals(category)
                    && now.addedAtMillis() <= asOf
                    && now.addedAtMillis() > asOf - options.newFor().toMillis()) {
                fresh.add(now);
            }
        }
        fresh.sort(Comparator.comparingLong(CatalogueItem::addedAtMillis)
                .reversed()
                .thenComparing(CatalogueItem::item));
        return fresh.stream().limit(5).map(CatalogueItem::item).toList();
    }
}
