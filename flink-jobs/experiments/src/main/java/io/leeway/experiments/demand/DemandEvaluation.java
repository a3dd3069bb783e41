package io.leeway.experiments.demand;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.Figure;
import io.leeway.experiments.EvaluationInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** How much does each department sell next week? Asked of a history's last third. */
public final class DemandEvaluation {
    static final int LEAST_WEEKS = 15;
    private static final double[] WEIGHTS = {0.02, 0.05, 0.1, 0.15, 0.2, 0.3};
    private static final Figure ERROR = Figure.loss("wape");
    private static final int SHOWN = 8;

    public Evaluation evaluate(EvaluationInput input) throws IOException {
        WeeklyDemand demand = WeeklyDemand.read(input.requireDataset());
        int third = demand.weeks() / 3;
        int from = demand.weeks() - third;
        double weight = chosen(demand, from - third, from);
        Map<String, Asked> asked = new LinkedHashMap<>();
        asked.put("model", Asked.of(demand, DemandForecast.smoothed(weight), from, demand.weeks()));
        asked.put("last-week", Asked.of(demand, DemandForecast.meanOf(1), from, demand.weeks()));
        asked.put("4-week-mean", Asked.of(demand, DemandForecast.meanOf(4), from, demand.weeks()));
        asked.put("8-week-mean", Asked.of(demand, DemandForecast.meanOf(8), from, demand.weeks()));
        asked.put("mean-of-all", Asked.of(demand, DemandForecast.meanOf(demand.weeks()), from, demand.weeks()));
        List<String> weeks = new ArrayList<>();
        for (int week = from; week < demand.weeks(); week++) {
            for (int department = 0; department < demand.departments().size(); department++) {
                weeks.add(demand.first().plusWeeks(week).toString());
            }
        }
        Map<String, Comparison> beside = new LinkedHashMap<>();
        for (String rule : List.of("last-week", "4-week-mean")) {
            beside.put(rule + " alone", comparison(weeks, asked, List.of(rule), input.seed()));
        }
        List<String> rules =
                asked.keySet().stream().filter(name -> !name.equals("model")).toList();
        Comparison all = comparison(weeks, asked, rules, input.seed());
        return new Evaluation(
                "demand",
                headline(all),
                List.of(
                        text(
                                "Lines sold by each of %d departments in each of %d weeks from %s on, forecast on the Sunday"
                                        + " before; the %d weeks before that are the history.",
                                demand.departments().size(),
                                third,
                                demand.first().plusWeeks(from),
                                from),
                        "Figure: the sum of absolute errors over the sum of what was sold.",
                        text(
                                "Model: exponential smoothing of each department, and what a month's first days add, pooled"
                                        + " over departments. The newest week's weight, %.2f, is the best of %s in the"
                                        + " third of history before.",
                                weight, Arrays.toString(WEIGHTS)),
                        "Intervals: 95 %, bootstrap over weeks, whole, 1000 draws."),
                facts(demand, asked, from, weight),
                all,
                beside,
                List.of(
                        "The data are a sample of one line in twenty: much of the error is the chance of the sample, which"
                                + " no forecast knows.",
                        "That months begin with higher sales was known of other shops, and seen in this one's whole year"
                                + " before the model was written; how much is learned from the past of each week only.",
                        third + " weeks of one year are few: nothing of other seasons or years is shown."),
                charts(demand, asked, from),
                null);
    }

    /** The weight that would have done best on some weeks. */
    private static double chosen(WeeklyDemand demand, int from, int to) {
        double best = WEIGHTS[0];
        double least = Double.POSITIVE_INFINITY;
        for (double weight : WEIGHTS) {
            Asked asked = Asked.of(demand, DemandForecast.smoothed(weight), from, to);
            double error = Arrays.stream(asked.errors()).sum();
            if (error < least) {
                least = error;
                best = weight;
            }
        }
        return best;
    }

    private static Comparison comparison(List<String> weeks, Map<String, Asked> asked, List<String> rules, long seed) {
        List<Contestant> contestants = new ArrayList<>();
        asked.forEach((name, of) -> {
            if (name.equals("model") || rules.contains(name)) {
                contestants.add(of.contestant(name));
            }
        });
        return Comparison.of(weeks, contestants, seed);
    }

    private static String headline(Comparison all) {
        return text(
                        "Next week's demand by department is off by %.4f of what is sold, last week's by %.4f, the 4-week"
                                + " mean by %.4f; ",
                        all.model(ERROR.name()).value(),
                        all.rule("last-week", ERROR.name()).value(),
                        all.rule("4-week-mean", ERROR.name()).value())
                + all.difference(ERROR.name()).in("%+.4f (95 %% interval %+.4f to %+.4f) to the best rule, %s.");
    }

    private static Map<String, String> facts(WeeklyDemand demand, Map<String, Asked> asked, int from, double weight) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("departments", Integer.toString(demand.departments().size()));
        facts.put("whole weeks", Integer.toString(demand.weeks()));
        facts.put("first week asked", demand.first().plusWeeks(from).toString());
        facts.put("weight of the newest week", Double.toString(weight));
        int departments = demand.departments().size();
        IntStream.range(0, departments)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        department -> -Arrays.stream(demand.lines()[department]).sum()))
                .limit(SHOWN)
                .forEach(department -> {
                    List<String> errors = new ArrayList<>();
                    asked.forEach(
                            (name, of) -> errors.add(name + " " + text("%.3f", of.error(department, departments))));
                    facts.put("wape of " + demand.departments().get(department), String.join(", ", errors));
                });
        return facts;
    }

    private static List<EvaluationChart> charts(WeeklyDemand demand, Map<String, Asked> asked, int from) {
        int departments = demand.departments().size();
        List<EvaluationChart.Line> sums = new ArrayList<>();
        List<EvaluationChart.Line> errors = new ArrayList<>();
        asked.forEach((name, of) -> {
            sums.add(new EvaluationChart.Line(name, of.byWeek(of.forecasts(), departments)));
            errors.add(new EvaluationChart.Line(name, of.byWeek(of.errors(), departments)));
        });
        List<EvaluationChart.Line> beside = new ArrayList<>(sums.subList(0, 1));
        Asked first = asked.values().iterator().next();
        beside.add(new EvaluationChart.Line("sold", first.byWeek(first.sold(), departments)));
        beside.addAll(sums.subList(1, 3));
        return List.of(
                new EvaluationChart.Lines(
                        "All departments, from " + demand.first().plusWeeks(from), "week", "lines", List.of(), beside),
                new EvaluationChart.Lines("Sum of absolute errors", "week", "lines", List.of(), errors));
    }

    /** Forecasts beside what was sold, department by department within each week. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
    private record Asked(double[] forecasts, double[] sold) {

        static Asked of(WeeklyDemand demand, DemandForecast forecast, int from, int to) {
            int departments = demand.departments().size();
            double[] forecasts = new double[(to - from) * departments];
            double[] sold = new double[forecasts.length];
            for (int week = from; week < to; week++) {
                double[] of = forecast.of(demand, week);
                for (int department = 0; department < departments; department++) {
                    int row = (week - from) * departments + department;
                    forecasts[row] = of[department];
                    sold[row] = demand.lines()[department][week];
                }
            }
            return new Asked(forecasts, sold);
        }

        double[] errors() {
            double[] errors = new double[sold.length];
            Arrays.setAll(errors, row -> Math.abs(forecasts[row] - sold[row]));
            return errors;
        }

        Contestant contestant(String name) {
            ToDoubleFunction<int[]> off = Contestant.mean(errors());
            ToDoubleFunction<int[]> all = Contestant.mean(sold);
            return new Contestant(
                    name, Map.of(ERROR, weights -> off.applyAsDouble(weights) / all.applyAsDouble(weights)));
        }

        double error(int department, int departments) {
            double[] errors = errors();
            double off = 0;
            double all = 0;
            for (int row = department; row < sold.length; row += departments) {
                off += errors[row];
                all += sold[row];
            }
            return off / all;
        }

        List<double[]> byWeek(double[] values, int departments) {
            List<double[]> points = new ArrayList<>();
            for (int row = 0; row < values.length; row += departments) {
                points.add(new double[] {
                    points.size() + 1.0,
                    Arrays.stream(values, row, row + departments).sum()
                });
            }
            return points;
        }
    }
}
