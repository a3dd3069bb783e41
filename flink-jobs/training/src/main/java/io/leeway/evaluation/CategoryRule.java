package io.leeway.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A way to predict which category comes next without a network. Categories of one score are in the
 * order of their popularity.
 */
public record CategoryRule(String name, Function<List<String>, Map<String, Double>> scores) {
    /** Scores, above 0, of what the rule has an opinion on; {@code earlier} is oldest first. */
    public static CategoryRule popularity() {
        return new CategoryRule("popularity", earlier -> Map.of());
    }

    /** The shopper's own categories, latest first. */
    public static CategoryRule mostRecent() {
        return new CategoryRule("most-recent", earlier -> {
            Map<String, Double> scores = new HashMap<>();
            for (int at = earlier.size() - 1; at >= 0; at--) {
                scores.putIfAbsent(earlier.get(at), 1.0 / (1 + scores.size()));
            }
            return scores;
        });
    }

    /** How often the shopper took each category, an action further back counting nine tenths. */
    public static CategoryRule decayedFrequency() {
        return new CategoryRule("decayed-frequency", earlier -> decayed(earlier, 0.9));
    }

    /** What most often followed the last category with others: a first-order Markov chain. */
    public static CategoryRule markov(List<NextCategory> learned) {
        return new CategoryRule("markov", after(learned));
    }

    /** Decayed frequency and half as much Markov chain. */
    public static CategoryRule decayedFrequencyAndMarkov(List<NextCategory> learned) {
        return mixed("decayed-frequency+markov", learned, 0.9, 0.5);
    }

    /** A shorter memory and twice as much Markov chain: the strongest mixture that was tried. */
    public static CategoryRule shortMemoryAndMarkov(List<NextCategory> learned) {
        return mixed("short-memory+markov", learned, 0.7, 2);
    }

    private static CategoryRule mixed(String name, List<NextCategory> learned, double memory, double chain) {
        Function<List<String>, Map<String, Double>> after = after(learned);
        return new CategoryRule(name, earlier -> {
            Map<String, Double> scores = decayed(earlier, memory);
            after.apply(earlier).forEach((category, share) -> scores.merge(category, chain * share, Double::sum));
            return scores;
        });
    }

    /** Shares of what followed the last category while learning. */
    private static Function<List<String>, Map<String, Double>> after(List<NextCategory> learned) {
        Map<String, Map<String, Double>> shares = new HashMap<>();
        for (NextCategory one : learned) {
            shares.computeIfAbsent(one.last(), last -> new HashMap<>()).merge(one.next(), 1.0, Double::sum);
        }
        shares.values().forEach(next -> {
            double sum = next.values().stream().mapToDouble(Double::doubleValue).sum();
            next.replaceAll((category, count) -> count / sum);
        });
        return earlier -> earlier.isEmpty() ? Map.of() : shares.getOrDefault(earlier.get(earlier.size() - 1), Map.of());
    }

    private static Map<String, Double> decayed(List<String> earlier, double memory) {
        Map<String, Double> scores = new HashMap<>();
        double sum = 0;
        double weight = 1;
        for (int at = earlier.size() - 1; at >= 0; at--) {
            scores.merge(earlier.get(at), weight, Double::sum);
            sum += weight;
            weight *= memory;
        }
        double all = sum;
        scores.replaceAll((category, score) -> score / all);
        return scores;
    }
}
