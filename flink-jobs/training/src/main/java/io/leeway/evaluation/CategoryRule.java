package io.leeway.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A way to tell which category comes next without a network. Categories of one score stand in the order of their popularity. */
public interface CategoryRule {

    /** The name in reports. */
    String name();

    /**
     * Scores, above 0, of the categories that the rule has an opinion on.
     *
     * @param earlier categories of the recent actions, oldest first
     */
    Map<String, Double> scores(List<String> earlier);

    /** What is popular with everybody. */
    static CategoryRule popularity() {
        return of("popularity", earlier -> Map.of());
    }

    /** The shopper's own categories, latest first. */
    static CategoryRule mostRecent() {
        return of("most-recent", earlier -> {
            Map<String, Double> scores = new HashMap<>();
            for (int at = earlier.size() - 1; at >= 0; at--) {
                scores.putIfAbsent(earlier.get(at), 1.0 / (1 + scores.size()));
            }
            return scores;
        });
    }

    /** How often the shopper took each category, an action further back counting nine tenths. */
    static CategoryRule decayedFrequency() {
        return of("decayed-frequency", earlier -> decayed(earlier, 0.9));
    }

    /** What most often followed the last category with others: a first-order Markov chain. */
    static CategoryRule markov(CategoryFollowers followers) {
        return of("markov", followers::after);
    }

    /** Decayed frequency and half as much Markov chain. */
    static CategoryRule decayedFrequencyAndMarkov(CategoryFollowers followers) {
        return mixed("decayed-frequency+markov", followers, 0.9, 0.5);
    }

    /** A shorter memory, and twice as much Markov chain: the strongest of the mixtures that were tried. */
    static CategoryRule shortMemoryAndMarkov(CategoryFollowers followers) {
        return mixed("short-memory+markov", followers, 0.7, 2);
    }

    private static CategoryRule mixed(String name, CategoryFollowers followers, double memory, double chain) {
        return of(name, earlier -> {
            Map<String, Double> scores = decayed(earlier, memory);
            followers.after(earlier).forEach((category, share) -> scores.merge(category, chain * share, Double::sum));
            return scores;
        });
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

    private static CategoryRule of(String name, Function<List<String>, Map<String, Double>> scores) {
        return new CategoryRule() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Map<String, Double> scores(List<String> earlier) {
                return scores.apply(earlier);
            }
        };
    }
}
