package io.leeway.experiments.churn;

import static io.leeway.evaluation.ReportText.text;
import static java.util.Objects.requireNonNull;

import io.leeway.evaluation.Bound;
import io.leeway.evaluation.ChurnRule;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.Figure;
import io.leeway.evaluation.ScoredOutcomes;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.SimulatedHistory;
import io.leeway.features.AsOf;
import io.leeway.jobs.JobException;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.truth.BayesChurn;
import io.leeway.training.ChurnTrainer;
import io.leeway.training.TrainedModel;
import io.leeway.training.card.ModelAnswers;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Churn in a simulated shop, where the best there can be is known: the model and the rules beside
 * the Bayes-optimal score, asked of every shopper who bought up to the last cut.
 */
public final class SimulatedChurn {
    private static final Duration HORIZON = Duration.ofDays(14);
    private static final Duration STEP = Duration.ofDays(2);
    private static final Duration WARM_UP = Duration.ofDays(7);
    private static final TrainingBudget BUDGET = new TrainingBudget(150_000, 20_000, 4_000, 1_000);
    private static final List<ChurnRule> RULES =
            List.of(ChurnRule.recency(), ChurnRule.frequency(), ChurnRule.purchases());
    private static final Figure AUC = Figure.gain("auc");

    public Evaluation evaluate(EvaluationInput given) throws Exception {
        ShopSettings settings = SimulatedHistory.settings(given.seed());
        EvaluationInput input = SimulatedHistory.written(given, new SimulatedShop(settings), "-shop");
        Duration horizon = given.horizon() == null ? HORIZON : given.horizon();
        Instant end = settings.seam();
        Instant cut = given.cut() == null ? end.minus(horizon) : given.cut();
        List<Instant> cuts = new ArrayList<>(List.of(cut));
        for (Instant at = cut.minus(horizon);
                !at.isBefore(settings.historyStart().plus(WARM_UP));
                at = at.minus(STEP)) {
            cuts.add(0, at);
        }
        if (cut.plus(horizon).isAfter(end) || cuts.size() < 2) {
            throw new JobException("Expected a --cut from two horizons after " + settings.historyStart()
                    + " to one before " + end + ", between which the shop is simulated, found " + cut);
        }
        List<TrainingExample> examples = input.examples(Task.CHURN, new AsOf.Cuts(cuts), end, horizon, true).stream()
                .filter(example -> example.returned() >= 0 && ChurnColumns.bought(example.features()))
                .toList();
        TrainingSplit split = TrainingSplit.at(examples, cut.toEpochMilli(), horizon.toMillis());
        return report(input, settings, horizon, cut, split, answers(input, settings, horizon, split));
    }

    private static Map<String, ScoredOutcomes> answers(
            EvaluationInput input, ShopSettings settings, Duration horizon, TrainingSplit split) {
        TrainedModel model = new ChurnTrainer(ChurnNetwork.GRU)
                .train(
                        split,
                        input.training(horizon, true, input.work(), BUDGET, Hyperparameters.defaults()),
                        input.listener());
        List<FeatureVector> vectors =
                split.test().stream().map(TrainingExample::features).toList();
        boolean[] away = ChurnColumns.away(split.test());
        Map<String, ScoredOutcomes> answers = new LinkedHashMap<>();
        answers.put("model", outcomes(ModelAnswers.churn(model.directory(), vectors, input.listener()), away, true));
        for (ChurnRule rule : RULES) {
            double[] scores = rule.scoring()
                    .score(
                            ChurnColumns.histories(split.train(), true),
                            ChurnColumns.away(split.train()),
                            ChurnColumns.histories(split.test(), true));
            answers.put(rule.name(), outcomes(scores, away, rule.givesProbabilities()));
        }
        answers.put("bayes", outcomes(bayes(input, new BayesChurn(settings, horizon), vectors), away, true));
        return answers;
    }

    private static double[] bayes(EvaluationInput input, BayesChurn bayes, List<FeatureVector> vectors) {
        Map<Integer, List<Integer>> rows = new TreeMap<>();
        for (int row = 0; row < vectors.size(); row++) {
            int shopper = BayesChurn.shopper(vectors.get(row).userId());
            rows.computeIfAbsent(shopper, number -> new ArrayList<>()).add(row);
        }
        double[] probabilities = new double[vectors.size()];
        int done = 0;
        for (Map.Entry<Integer, List<Integer>> entry : rows.entrySet()) {
            List<Integer> of = entry.getValue();
            double[] answers = bayes.of(
                    entry.getKey(),
                    of.stream().mapToLong(row -> vectors.get(row).asOfMillis()).toArray());
            for (int i = 0; i < answers.length; i++) {
                probabilities[of.get(i)] = answers[i];
            }
            input.listener().progress("Bayes-optimal churn", ++done, rows.size());
        }
        return probabilities;
    }

    private static Evaluation report(
            EvaluationInput input,
            ShopSettings settings,
            Duration horizon,
            Instant cut,
            TrainingSplit split,
            Map<String, ScoredOutcomes> answers) {
        List<String> users = split.test().stream()
                .map(example -> example.features().userId())
                .toList();
        Map<String, Contestant> contestants = new LinkedHashMap<>();
        answers.forEach((name, outcomes) -> contestants.put(name, outcomes.contestant(name)));
        Contestant model = requireNonNull(contestants.remove("model"));
        Contestant best = requireNonNull(contestants.remove("bayes"));
        Bound bound = Bound.of(users, model, best, Map.of(AUC, 0.5), input.seed());
        Comparison comparison = Comparison.of(users, model, List.copyOf(contestants.values()), input.seed());
        Comparison.Estimate part = bound.reached(AUC);
        return new Evaluation(
                "simulated-churn",
                part.in("Simulated: the model reaches %.3f (95 %% interval %.3f to %.3f) of what the Bayes-optimal"
                        + " score has in AUC above .5."),
                List.of(
                        text(
                                "SIMULATED, no real shop: %,d shoppers over %d days by seed %d.",
                                settings.shoppers(), settings.historyDays(), settings.seed()),
                        text(
                                "Asked of all %,d who bought up to %s and are not erased: do they buy nothing for the"
                                        + " %d days after it?",
                                comparison.shoppers(), cut, horizon.toDays()),
                        text(
                                "The model and the rules that learn were taught by %,d rows at cuts every %d days, a"
                                        + " label's horizon ending by the cut.",
                                split.train().size(), STEP.toDays()),
                        "bayes knows what is hidden of a shopper and has begun (what they are like, whether leaving"
                                + " shows, whether they pause) and what they did, but nothing that chance has yet to"
                                + " decide: no score can rank better.",
                        "Intervals: 95 %, bootstrap over shoppers, 1000 draws; parts of the best by 300."),
                Map.of(
                        "simulated", "true",
                        "seed", Long.toString(settings.seed()),
                        "shoppers", Integer.toString(settings.shoppers()),
                        "historyDays", Integer.toString(settings.historyDays()),
                        "horizonDays", Double.toString(ChurnCuts.daysOf(horizon)),
                        "cut", cut.toString(),
                        "learnedRows", Integer.toString(split.train().size())),
                comparison,
                Map.of(),
                List.of(
                        "Simulated figures say how much of what can be known a model finds; they say nothing of a real"
                                + " shop.",
                        "No model can reach all of it: it has to guess from events what bayes knows."),
                List.of(EvaluationChart.roc(
                        "ROC (simulated)",
                        "stayed nonetheless, of those who came back",
                        "found, of those who stayed away",
                        answers)),
                bound);
    }

    private static ScoredOutcomes outcomes(double[] scores, boolean[] away, boolean areProbabilities) {
        return new ScoredOutcomes(scores, away, areProbabilities, OptionalDouble.empty());
    }
}
