package io.leeway.decisions.pricing;

import java.util.List;

/**
 * The elasticity of one category: purchases of a week are Poisson with mean ∝ views ×
 * level<sup>elasticity</sup>. Given their sum they are multinomial, so that the usual demand drops
 * out, and Newton's method finds the one elasticity that is likeliest. Views represent everything
 * else that moves demand: season, weekends, interest.
 */
final class CategoryDemand {
    private static final int STEPS = 50;
    private static final double LONGEST_STEP = 1;
    private static final double CLOSE = 1e-9;
    /** A price that moved less than this, as variance of log levels, did not move. */
    private static final double STILL = 1e-8;

    private final List<PriceCell> weeks;
    private final double purchases;
    private final double elasticity;
    private final double information;

    /** @param cells of one category; weeks without a view are left out */
    CategoryDemand(List<PriceCell> cells) {
        this.weeks = cells.stream().filter(cell -> cell.views() > 0).toList();
        this.purchases = weeks.stream().mapToDouble(PriceCell::purchases).sum();
        double bought = weeks.stream()
                .mapToDouble(cell -> cell.purchases() * cell.logLevel())
                .sum();
        double at = 0;
        double known = 0;
        for (int step = 0; step < STEPS; step++) {
            double[] moments = moments(at);
            known = purchases * moments[1];
            if (!(moments[1] > STILL) || purchases == 0) {
                known = 0;
                break;
            }
            double move = (bought - purchases * moments[0]) / known;
            at += Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, move));
            if (Math.abs(move) < CLOSE) {
                break;
            }
        }
        this.information = known;
        this.elasticity = known > 0 ? at : Double.NaN;
    }

    /** Mean and variance of log levels over what is expected to be bought. */
    private double[] moments(double at) {
        double sum = 0;
        double first = 0;
        double second = 0;
        for (PriceCell week : weeks) {
            double expected = week.views() * Math.exp(at * week.logLevel());
            sum += expected;
            first += expected * week.logLevel();
            second += expected * week.logLevel() * week.logLevel();
        }
        double mean = sum == 0 ? 0 : first / sum;
        return new double[] {mean, sum == 0 ? 0 : second / sum - mean * mean};
    }

    /** Pearson's chi-squared of the weeks against what is expected; 0 where nothing is. */
    double chiSquared() {
        double sum = 0;
        for (PriceCell week : weeks) {
            sum += week.views() * Math.exp(elasticity * week.logLevel());
        }
        double chiSquared = 0;
        for (PriceCell week : weeks) {
            double expected = purchases * week.views() * Math.exp(elasticity * week.logLevel()) / sum;
            double off = week.purchases() - expected;
            chiSquared += off * off / expected;
        }
        return isKnown() ? chiSquared : 0;
    }

    int degreesOfFreedom() {
        return isKnown() ? Math.max(0, weeks.size() - 2) : 0;
    }

    boolean isKnown() {
        return information > 0;
    }

    /** NaN where the price never moved or nothing was bought. */
    double elasticity() {
        return elasticity;
    }

    /** @param dispersion by how much counts vary more than Poisson's; at least 1 */
    double standardError(double dispersion) {
        return isKnown() ? Math.sqrt(dispersion / information) : Double.POSITIVE_INFINITY;
    }

    int weeks() {
        return weeks.size();
    }

    double purchases() {
        return purchases;
    }
}
