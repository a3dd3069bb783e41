package io.leeway.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.apache.commons.math3.special.Gamma;

/**
 * BG/NBD (Fader, Hardie and Lee 2005, "Counting your customers the easy way"): a shopper buys at a
 * rate of their own, gamma-distributed over shoppers, and after each purchase leaves for good with
 * a chance of their own, beta-distributed. Times are days.
 *
 * @param r shape of the rates
 * @param alpha inverse scale of the rates, days
 * @param a of the chance to leave
 * @param b of the chance to leave
 */
record BetaGeometric(double r, double alpha, double a, double b) {
    private static final int EVALUATIONS = 5000;

    /** Purchases come by months rather than hours; leaving is neither sure nor excluded. */
    private static final double[] START = {Math.log(0.5), Math.log(30), Math.log(0.5), Math.log(2)};

    BetaGeometric {
        if (!(r > 0 && alpha > 0 && a > 0 && b > 0)) {
            throw new IllegalArgumentException(
                    "Expected four parameters above 0, found " + r + ", " + alpha + ", " + a + ", " + b);
        }
    }

    /** Fits by maximum likelihood: Nelder and Mead's simplex on the parameters' logarithms. */
    static BetaGeometric fit(List<PurchaseHistory> shoppers) {
        Map<PurchaseHistory, Integer> counted = new HashMap<>();
        for (PurchaseHistory shopper : shoppers) {
            // Whole days, and nothing else that the likelihood looks at: many shoppers are then
            // one.
            counted.merge(
                    new PurchaseHistory(shopper.days(), 0, 0, Math.rint(shopper.sinceLastDays()), shopper.spanDays()),
                    1,
                    Integer::sum);
        }
        MultivariateFunction likelihood = logs -> {
            BetaGeometric model = ofLogs(logs);
            double sum = 0;
            for (Map.Entry<PurchaseHistory, Integer> entry : counted.entrySet()) {
                sum += entry.getValue() * model.logLikelihood(entry.getKey());
            }
            return Double.isFinite(sum) ? sum : -Double.MAX_VALUE;
        };
        double[] best = new SimplexOptimizer(new SimpleValueChecker(1e-10, 1e-6))
                .optimize(
                        new MaxEval(EVALUATIONS),
                        new ObjectiveFunction(likelihood),
                        GoalType.MAXIMIZE,
                        new InitialGuess(START),
                        new NelderMeadSimplex(START.length, 0.5))
                .getPoint();
        return ofLogs(best);
    }

    private static BetaGeometric ofLogs(double[] logs) {
        double[] values = new double[logs.length];
        for (int i = 0; i < logs.length; i++) {
            // Beyond these the likelihood is flat; a parameter that runs away must not become
            // infinite.
            values[i] = Math.exp(Math.max(-12, Math.min(12, logs[i])));
        }
        return new BetaGeometric(values[0], values[1], values[2], values[3]);
    }

    /** Of the repeat purchases up to the last, and none since. */
    double logLikelihood(PurchaseHistory shopper) {
        double here = logHere(shopper, 0);
        if (shopper.repeats() == 0) {
            return here;
        }
        double left = logLeft(shopper);
        double more = Math.max(here, left);
        return more + Math.log(Math.exp(here - more) + Math.exp(left - more));
    }

    /** The same by a shopper who has not left, and buys nothing for some days more. */
    private double logHere(PurchaseHistory shopper, double moreDays) {
        double x = shopper.repeats();
        return logBeta(a, b + x) - logBeta(a, b) + logRates(x, shopper.ageDays() + moreDays);
    }

    /** The same by a shopper who left after the last purchase. */
    private double logLeft(PurchaseHistory shopper) {
        double x = shopper.repeats();
        return logBeta(a + 1, b + x - 1) - logBeta(a, b) + logRates(x, shopper.spanDays());
    }

    /** Of x purchases at given times, and none other until some day, over all rates. */
    private double logRates(double x, double untilDays) {
        return Gamma.logGamma(r + x) - Gamma.logGamma(r) + r * Math.log(alpha) - (r + x) * Math.log(alpha + untilDays);
    }

    private static double logBeta(double p, double q) {
        return Gamma.logGamma(p) + Gamma.logGamma(q) - Gamma.logGamma(p + q);
    }

    /**
     * The probability of at least one purchase within a horizon: the share of the likelihood that
     * is a shopper's who is still here, less that of one who then buys nothing. It is not the
     * probability of being alive, which is 1 for everybody who bought once.
     */
    double buysWithin(PurchaseHistory shopper, double horizonDays) {
        double all = logLikelihood(shopper);
        return Math.exp(logHere(shopper, 0) - all) - Math.exp(logHere(shopper, horizonDays) - all);
    }
}
