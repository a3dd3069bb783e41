package io.leeway.oracle;

import io.leeway.oracle.Request.KnifeEdge;
import io.leeway.shopper.events.ShopperEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One interest of the rule book, replayed from the first event: for each category kept the gains since it came, and its weight as the sum of what
 * they are still worth.
 *
 * <p>Equal weights are a matter of rounding unless they are made of the same gains; where such a comparison decides something, the feature is
 * marked as a knife edge.
 */
final class OracleInterest {

    /** Relative: a few hundred roundings of a double are less. */
    private static final double NEAR = 1e-12;

    /** Relative: adding so little changes no double. */
    private static final double NOTHING = 1e-18;

    private final String feature;
    private final double halfLifeMillis;
    private final int kept;

    OracleInterest(String feature, Duration halfLife, int kept) {
        this.feature = feature;
        this.halfLifeMillis = halfLife.toMillis();
        this.kept = kept;
    }

    private record Gain(long atMillis, double gain) {}

    /** Puts {@code .names} and {@code .weights} as of an instant, and what of it hangs on rounding. */
    void put(List<ShopperEvent> seen, long asOf, Map<String, Object> features, Map<String, KnifeEdge> edges) {
        Map<String, List<Gain>> categories = new TreeMap<>();
        boolean membersOnEdge = false;
        for (ShopperEvent event : seen) {
            String category = event.category();
            if (!OracleFeatures.isActivity(event) || category == null) {
                continue;
            }
            long now = event.eventTimeMillis();
            List<Gain> gains = categories.computeIfAbsent(category, name -> new ArrayList<>());
            gains.add(new Gain(now, gain(event)));
            membersOnEdge |= isZeroByRounding(gains, now);
            if (weight(gains, now) <= 0) {
                categories.remove(category);
            }
            if (categories.size() > kept) {
                String smallest = smallest(categories, now);
                List<Gain> gone = categories.remove(smallest);
                membersOnEdge |= categories.values().stream().anyMatch(other -> isEqualByRounding(other, gone, now));
            }
        }

        List<String> ranked = new ArrayList<>(categories.keySet());
        // The names come in order and the sort is stable.
        ranked.sort((a, b) -> Double.compare(weight(categories.get(b), asOf), weight(categories.get(a), asOf)));
        double sum = 0;
        for (String name : ranked) {
            sum += weight(categories.get(name), asOf);
        }
        String[] names = new String[16];
        float[] weights = new float[16];
        boolean orderOnEdge = false;
        for (int i = 0; i < ranked.size() && i < 16; i++) {
            names[i] = ranked.get(i);
            weights[i] = (float) (weight(categories.get(ranked.get(i)), asOf) / sum);
            orderOnEdge |=
                    i > 0 && isEqualByRounding(categories.get(ranked.get(i - 1)), categories.get(ranked.get(i)), asOf);
        }
        features.put(feature + ".names", names);
        features.put(feature + ".weights", weights);
        if (membersOnEdge || orderOnEdge) {
            KnifeEdge edge = membersOnEdge ? KnifeEdge.MEMBERS : KnifeEdge.ORDER;
            edges.put(feature + ".names", edge);
            edges.put(feature + ".weights", edge);
        }
    }

    private static double gain(ShopperEvent event) {
        return switch (event.type()) {
            case VIEW, AD_CLICK -> 1;
            case CART, FAVOURITE -> 3;
            case PURCHASE -> 5;
            case RETURN -> -2;
            case REVIEW -> event.rating() > 0 ? event.rating() - 3 : 0;
            case SOCIAL -> 2;
            case AD_IMPRESSION, ERASE, OBJECTION, CONSENT ->
                throw new IllegalArgumentException(event.type() + " has no gain");
        };
    }

    /** Gains of one instant are added before they decay: whole numbers, so that equal gains in another order weigh exactly the same. */
    private double weight(List<Gain> gains, long now) {
        double weight = 0;
        int next = 0;
        while (next < gains.size()) {
            long at = gains.get(next).atMillis();
            double together = 0;
            while (next < gains.size() && gains.get(next).atMillis() == at) {
                together += gains.get(next++).gain();
            }
            weight += together * Math.pow(2, -(now - at) / halfLifeMillis);
        }
        return weight;
    }

    /** Names come in ascending order, so of equals the greatest is found last. */
    private String smallest(Map<String, List<Gain>> categories, long now) {
        String smallest = null;
        for (String name : categories.keySet()) {
            if (smallest == null || weight(categories.get(name), now) <= weight(categories.get(smallest), now)) {
                smallest = name;
            }
        }
        return smallest;
    }

    private boolean isZeroByRounding(List<Gain> gains, long now) {
        double size = 0;
        for (Gain gain : gains) {
            size += Math.abs(gain.gain()) * Math.pow(2, -(now - gain.atMillis()) / halfLifeMillis);
        }
        return !isExact(gains) && Math.abs(weight(gains, now)) <= NEAR * size;
    }

    private boolean isEqualByRounding(List<Gain> gains, List<Gain> others, long now) {
        double weight = weight(gains, now);
        double other = weight(others, now);
        if (Math.abs(weight - other) > NEAR * Math.max(weight, other)
                || counting(gains, now).equals(counting(others, now))) {
            return false;
        }
        boolean sameInstant = gains.get(0).atMillis() == others.get(0).atMillis();
        return !(sameInstant && isExact(gains) && isExact(others));
    }

    /** The gains that are still worth anything beside the weight. */
    private List<Gain> counting(List<Gain> gains, long now) {
        double nothing = NOTHING * weight(gains, now);
        return gains.stream()
                .filter(gain -> Math.abs(weight(List.of(gain), now)) > nothing)
                .toList();
    }

    /** Whether all came at one instant, before anything decayed, and add up without rounding. */
    private static boolean isExact(List<Gain> gains) {
        for (Gain gain : gains) {
            if (gain.atMillis() != gains.get(0).atMillis() || gain.gain() * 2 != Math.rint(gain.gain() * 2)) {
                return false;
            }
        }
        return true;
    }
}
