package io.leeway.simulator.truth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Figures of scores against what came. */
public final class TruthRanking {
    private record Scored(double score, boolean positive) {}

    private final List<Scored> scored = new ArrayList<>();

    public void add(double score, boolean positive) {
        scored.add(new Scored(score, positive));
    }

    public int size() {
        return scored.size();
    }

    /** The chance that a positive has the higher score than a negative; equals count half. */
    public double auc() {
        scored.sort(Comparator.comparingDouble(Scored::score));
        double ranks = 0;
        long positives = 0;
        int from = 0;
        while (from < scored.size()) {
            int to = from;
            while (to < scored.size()
                    && scored.get(to).score() == scored.get(from).score()) {
                to++;
            }
            for (Scored one : scored.subList(from, to)) {
                if (one.positive()) {
                    ranks += (from + to + 1) / 2.0;
                    positives++;
                }
            }
            from = to;
        }
        long negatives = scored.size() - positives;
        return (ranks - positives * (positives + 1) / 2.0) / (positives * (double) negatives);
    }

    public static List<String> top(Map<String, Double> weights, int count) {
        return weights.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }
}
