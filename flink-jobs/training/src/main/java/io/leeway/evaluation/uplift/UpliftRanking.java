package io.leeway.evaluation.uplift;

import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Who is treated first, compared with doubly robust effects. Rows of one score get their common
 * mean place: no order among them is made up. A row may be ranked in several splits, each time
 * among the rows of its part, and counts with the mean.
 */
public final class UpliftRanking {
    private static final double[] SHARES = new double[51];

    static {
        for (int i = 0; i < SHARES.length; i++) {
            SHARES[i] = i / (SHARES.length - 1.0);
        }
    }

    private final double budget;
    private final double[] effects;
    private final double[] kept;
    private final double[] early;
    private final double[] curve = new double[SHARES.length];
    private long ranked;

    /** @param budget the share of rows that may be treated */
    public UpliftRanking(int rows, double budget) {
        this.budget = budget;
        this.effects = new double[rows];
        this.kept = new double[rows];
        this.early = new double[rows];
    }

    /** @param scores of each, highest first to be treated; learned from other rows */
    public void add(int[] rows, double[] scores, double[] effects) {
        int[] order = Metrics.byScore(scores);
        int n = order.length;
        double gained = 0;
        int share = 0;
        for (int from = n - 1; from >= 0; ) {
            int to = from;
            double sum = 0;
            while (to >= 0 && scores[order[to]] == scores[order[from]]) {
                sum += effects[order[to--]];
            }
            double first = n - 1 - from;
            double size = from - to;
            double within = Math.max(0, Math.min(1, (budget * n - first) / size));
            double place = (first + size / 2) / n;
            for (int at = from; at > to; at--) {
                int row = rows[order[at]];
                double effect = effects[order[at]];
                this.effects[row] += effect;
                kept[row] += within * effect;
                early[row] += (1 - place) * effect;
            }
            while (share < SHARES.length && SHARES[share] * n <= first + size + 1e-9) {
                curve[share] += gained + sum * Math.max(0, SHARES[share] * n - first) / size;
                share++;
            }
            gained += sum;
            from = to;
        }
        ranked += n;
    }

    /**
     * As a contestant: which share of the whole effect a budget keeps ({@code kept@50}), and in
     * outcomes per 1,000 rows the area under the curve of {@link #curve} ({@code auuc}) and how far
     * it is above that of a random order ({@code qini}).
     */
    public Contestant contestant(String name) {
        ToDoubleFunction<int[]> within = Contestant.mean(kept);
        ToDoubleFunction<int[]> all = Contestant.mean(effects);
        ToDoubleFunction<int[]> area = Contestant.mean(early);
        double times = 1000.0 * effects.length / Math.max(1, ranked);
        return new Contestant(name)
                .gain(
                        "kept@" + Math.round(100 * budget),
                        weights -> within.applyAsDouble(weights) / all.applyAsDouble(weights))
                .gain("auuc", weights -> times * area.applyAsDouble(weights))
                .gain("qini", weights -> times * (area.applyAsDouble(weights) - all.applyAsDouble(weights) / 2));
    }

    /** The share of rows treated, and how many outcomes more that brings per 1,000 rows. */
    public List<double[]> curve() {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < curve.length; i++) {
            points.add(new double[] {SHARES[i], 1000 * curve[i] / Math.max(1, ranked)});
        }
        return points;
    }
}
