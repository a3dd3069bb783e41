package io.leeway.experiments.drift;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.evaluation.Bound;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.Metrics;
import io.leeway.evaluation.ScoredOutcomes;
import io.leeway.jobs.JobException;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.TimeMillis;
import io.leeway.simulator.shoppers.PlannedDrift;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.training.dataset.TrainingSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Figures of drift in a simulated shop: whether its direction is seen, and whether it is.
 *
 * @param earlier answers of rows before the cut, on which thresholds are chosen
 * @param later answers of the rows that are asked
 */
record DriftReport(
        ShopSettings settings,
        Duration horizon,
        Instant cut,
        TrainingSplit split,
        DriftRows rows,
        DriftAnswers earlier,
        DriftAnswers later) {
    /** From this distance on interests count as different. Chosen before any answer was seen. */
    private static final double REALISED = 0.6;

    Evaluation evaluation() {
        int[] asked = IntStream.range(0, later.rows().size())
                .filter(row -> !rows.visible(later.rows().get(row)).isEmpty())
                .toArray();
        if (asked.length == 0) {
            throw new JobException("Expected shoppers who drift after the cut, found none; give an earlier --cut");
        }
        List<String> users = IntStream.of(asked)
                .mapToObj(row -> later.rows().get(row).features().userId())
                .toList();
        Contestant model = later.direction(DriftAnswers.MODEL, rows, asked);
        Comparison comparison = Comparison.of(
                users,
                model,
                List.of(
                        later.direction(DriftAnswers.SHORT, rows, asked),
                        later.direction(DriftAnswers.RECENT, rows, asked),
                        later.direction(DriftAnswers.POPULARITY, rows, asked)),
                settings.seed());
        // Of a hit rate, nothing found is where its part begins.
        Bound bound = Bound.of(
                users,
                model,
                later.direction(DriftAnswers.BAYES, rows, asked),
                Map.of(DriftAnswers.DIRECTION, 0.0),
                settings.seed());
        Map<String, String> facts = facts(asked.length, comparison.shoppers());
        Map<String, Comparison> detection = new LinkedHashMap<>();
        Predicate<TrainingExample> planted = row -> !rows.planted(row).isEmpty();
        detection.put("drift as planted", detection("planted", row -> true, planted, facts));
        detection.put(
                "drift as realised",
                detection(
                        "realised",
                        row -> rows.realised(row).isPresent(),
                        row -> rows.realised(row).orElse(0) >= REALISED,
                        facts));
        return new Evaluation(
                "simulated-drift",
                headline(comparison, bound),
                protocol(comparison),
                facts,
                comparison,
                detection,
                notes(),
                List.of(heat(asked), roc(planted)),
                bound);
    }

    private Comparison detection(
            String question,
            Predicate<TrainingExample> asked,
            Predicate<TrainingExample> drifts,
            Map<String, String> facts) {
        List<Contestant> contestants = new ArrayList<>();
        for (String contestant : List.of(DriftAnswers.MODEL, DriftAnswers.SHORT)) {
            double threshold = earlier.outcomes(contestant, asked, drifts, OptionalDouble.empty())
                    .bestThreshold();
            facts.put(question + ".threshold." + contestant, text("%.4f", threshold));
            contestants.add(later.outcomes(contestant, asked, drifts, OptionalDouble.of(threshold))
                    .contestant(DriftAnswers.scoreName(contestant)));
        }
        ScoredOutcomes hidden = later.outcomes(DriftAnswers.BAYES, asked, drifts, OptionalDouble.empty());
        facts.put(question + ".auc.hiddenInterest", text("%.3f", Metrics.auc(hidden.scores(), hidden.yes())));
        List<TrainingExample> of = later.rows().stream().filter(asked).toList();
        facts.put(question + ".rows", Integer.toString(of.size()));
        facts.put(
                question + ".drifting", Long.toString(of.stream().filter(drifts).count()));
        return Comparison.of(of.stream().map(row -> row.features().userId()).toList(), contestants, settings.seed());
    }

    private static String headline(Comparison comparison, Bound bound) {
        return text(
                        "Simulated: of those who drifted, the category that gains most is the planted one for %.1f %%, ",
                        100 * comparison.model(DriftAnswers.DIRECTION.name()).value())
                + comparison.difference(DriftAnswers.DIRECTION.name()).in("%+.3f [%+.3f, %+.3f] over %s, and ")
                + bound.reached(DriftAnswers.DIRECTION).in("%.3f [%.3f, %.3f] of what the hidden interest reaches.");
    }

    private List<String> protocol(Comparison comparison) {
        long window = DriftRows.WINDOW.toDays();
        return List.of(
                text(
                        "SIMULATED, no real shop: %,d shoppers over %d days by seed %d.",
                        settings.shoppers(), settings.historyDays(), settings.seed()),
                text(
                        "direction@1, asked of %,d rows of %,d shoppers after %s with a planted drift into another"
                                + " category in the %d days before and %d or more activities since: is the category"
                                + " whose share gains most over the long-term interest the drift's? Of several drifts,"
                                + " any counts.",
                        comparison.rows(), comparison.shoppers(), cut, window, DriftRows.ACTIVITIES),
                text(
                        "Drift as planted, asked of all %,d later rows: does one have its middle in the %d days before?"
                                + " The score is the Jensen–Shannon distance to the long-term interest.",
                        later.rows().size(), window),
                text(
                        "Drift as realised, asked of later rows with %d or more activities in the %d days before and in"
                                + " the %d after: are their shares %.1f or more apart?",
                        DriftRows.ACTIVITIES, window, horizon.toDays(), REALISED),
                text(
                        "The model was taught by %,d earlier rows, a label's horizon ending by the cut; thresholds are"
                                + " those of the best F1 on the last %d days of these.",
                        split.train().size(), window),
                "bayes is the hidden interest in place of the predicted one: the best that a prediction of what comes can"
                        + " be, knowing what no event shows. Intervals: 95 %, bootstrap over shoppers,"
                        + " 1000 draws; parts of the best by 300.");
    }

    private static List<String> notes() {
        return List.of(
                "Simulated figures say how much of what can be known a model finds; they say nothing of a real shop.",
                "direction@1 is conditioned on a drift that is there and can be seen: it says nothing of how often a"
                        + " direction is named where there is none.",
                "Thresholds come from rows that the model learned from, though not their drift.",
                "Shares of few activities are far apart by chance: much of the realised drift is none that was"
                        + " planted.");
    }

    private Map<String, String> facts(int asked, int shoppers) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("simulated", "true");
        facts.put("seed", Long.toString(settings.seed()));
        facts.put("shoppers", Integer.toString(settings.shoppers()));
        facts.put("historyDays", Integer.toString(settings.historyDays()));
        facts.put("horizonDays", Double.toString(horizon.toMillis() / (double) TimeMillis.DAY));
        facts.put("cut", cut.toString());
        facts.put("learnedRows", Integer.toString(split.train().size()));
        facts.put("laterRows", Integer.toString(later.rows().size()));
        facts.put("direction.rows", Integer.toString(asked));
        facts.put("direction.shoppers", Integer.toString(shoppers));
        facts.put("realised.distance", Double.toString(REALISED));
        return facts;
    }

    /** Where drifts lead from, and to by the model: of each row's first visible drift. */
    private EvaluationChart heat(int[] asked) {
        List<String> names = rows.categories();
        double[][] counts = new double[names.size()][names.size()];
        for (int row : asked) {
            PlannedDrift drift = rows.visible(later.rows().get(row)).get(0);
            int rise = later.rise(DriftAnswers.MODEL, row);
            if (rise >= 0) {
                counts[names.indexOf(drift.from())][rise]++;
            }
        }
        return new EvaluationChart.Heat(
                "Drift (simulated), from → to by the model",
                "gains most by the model",
                "drifts from",
                names,
                names,
                counts);
    }

    private EvaluationChart roc(Predicate<TrainingExample> planted) {
        Map<String, ScoredOutcomes> outcomes = new LinkedHashMap<>();
        for (String contestant : List.of(DriftAnswers.MODEL, DriftAnswers.SHORT, DriftAnswers.BAYES)) {
            outcomes.put(
                    DriftAnswers.scoreName(contestant),
                    later.outcomes(contestant, row -> true, planted, OptionalDouble.empty()));
        }
        return EvaluationChart.roc(
                "ROC of drift as planted (simulated)",
                "called drifting, of those who are not",
                "found, of those who are",
                outcomes);
    }
}
