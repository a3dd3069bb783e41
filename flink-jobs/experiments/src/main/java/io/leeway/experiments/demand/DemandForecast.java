package io.leeway.experiments.demand;

import java.util.Arrays;
import org.apache.commons.math3.distribution.PoissonDistribution;

/** Forecasts next week's demand of every department from the weeks before it. */
@FunctionalInterface
interface DemandForecast {
    /** @param week the week asked about; nothing of it or later is looked at but the calendar */
    double[] of(WeeklyDemand demand, int week);

    static DemandForecast meanOf(int weeks) {
        return (demand, week) -> Arrays.stream(demand.lines())
                .mapToDouble(lines -> Arrays.stream(lines, Math.max(0, week - weeks), week)
                        .average()
                        .orElse(0))
                .toArray();
    }

    /**
     * Exponential smoothing of each department's level, with what a month's beginning adds taken
     * out and put back. That is one number, pooled over departments: a regression of the logarithm
     * of each past week's whole demand on its share of such days. What is forecast is the median of
     * a Poisson count of that mean: it has the least absolute error, and of a department that sells
     * once a month it is nothing.
     *
     * @param weight of the newest week in a level; a small one makes it the mean of all weeks
     */
    static DemandForecast smoothed(double weight) {
        return (demand, week) -> {
            double begins = 0;
            double total = 0;
            double[] totals = new double[week];
            for (int past = 0; past < week; past++) {
                for (double[] lines : demand.lines()) {
                    totals[past] += lines[past];
                }
                totals[past] = Math.log(Math.max(1, totals[past]));
                begins += demand.monthBegins(past) / week;
                total += totals[past] / week;
            }
            double products = 0;
            // As if half a week at a far end had shown no difference: with few weeks it stays
            // small.
            double squares = 0.5;
            for (int past = 0; past < week; past++) {
                double off = demand.monthBegins(past) - begins;
                products += off * (totals[past] - total);
                squares += off * off;
            }
            double slope = products / squares;
            double[] forecast = new double[demand.lines().length];
            for (int department = 0; department < forecast.length; department++) {
                double level = 0;
                for (int past = 0; past < week; past++) {
                    double plain =
                            demand.lines()[department][past] / Math.exp(slope * (demand.monthBegins(past) - begins));
                    // The first weeks are a plain mean, whatever the weight.
                    level += Math.max(weight, 1.0 / (past + 1)) * (plain - level);
                }
                forecast[department] = median(level * Math.exp(slope * (demand.monthBegins(week) - begins)));
            }
            return forecast;
        };
    }

    private static double median(double mean) {
        return mean > 0 ? new PoissonDistribution(mean).inverseCumulativeProbability(0.5) : 0;
    }
}
