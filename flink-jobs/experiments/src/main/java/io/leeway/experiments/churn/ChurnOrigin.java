package io.leeway.experiments.churn;

import io.leeway.evaluation.ChurnRule;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.PurchaseHistory;
import io.leeway.evaluation.ScoredOutcomes;
import io.leeway.experiments.EvaluationInput;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.ProfileSettings;
import io.leeway.training.ChurnTrainer;
import io.leeway.training.TrainedModel;
import io.leeway.training.card.ModelAnswers;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One cut: a model and the rules, all taught by what was known at it, and what they said of the shoppers then. */
final class ChurnOrigin {

    static final String MODEL = "model";
    private static final double DAY_MILLIS = 86_400_000d;
    /** How many of the last known cuts a network is trained on. */
    static final int RECENT_CUTS = 8;

    /** Chosen on earlier cuts of two shops, never on the last: few passes, strong decay. */
    private static final Hyperparameters HYPERPARAMETERS = new Hyperparameters(
            OptionalDouble.of(0.01),
            Hyperparameters.Schedule.COSINE,
            0,
            1,
            OptionalInt.of(8),
            8,
            OptionalInt.of(256),
            OptionalDouble.of(1));

    private final Instant cut;
    private final ChurnCuts cuts;
    private final boolean purchases;
    private final @Nullable ChurnOrigin before;
    private final List<TrainingExample> learn;
    private final List<TrainingExample> test;
    private final Map<String, ScoredOutcomes> outcomes = new LinkedHashMap<>();
    private @Nullable Comparison comparison;

    /** @param before an earlier cut whose outcomes were known at this one: there thresholds are chosen */
    ChurnOrigin(
            Instant cut,
            ChurnCuts cuts,
            List<TrainingExample> examples,
            boolean purchases,
            @Nullable ChurnOrigin before) {
        this.cut = cut;
        this.cuts = cuts;
        this.purchases = purchases;
        this.before = before;
        long lastKnown = cut.minus(cuts.horizon()).toEpochMilli();
        learn = examples.stream()
                .filter(example -> example.features().asOfMillis() <= lastKnown)
                .toList();
        test = examples.stream()
                .filter(example -> example.features().asOfMillis() == cut.toEpochMilli())
                .toList();
    }

    /** Trains, scores and compares. */
    ChurnOrigin run(EvaluationInput input) {
        TrainedModel model = new ChurnTrainer(ChurnNetwork.WIDE_DEEP, learn)
                .train(
                        new TrainingSplit(recent(), test),
                        new TrainingOptions(
                                input.seed(),
                                1,
                                cuts.horizon().toMillis() / DAY_MILLIS,
                                purchases ? TrainingOptions.PURCHASE : TrainingOptions.ACTIVITY,
                                ProfileSettings.DEFAULTS.featureSettings(),
                                input.work().resolve(cut.toString().replace(':', '-')),
                                TrainingBudget.defaults(),
                                HYPERPARAMETERS),
                        input.listener());
        List<FeatureVector> vectors =
                test.stream().map(TrainingExample::features).toList();
        add(MODEL, ModelAnswers.churn(model.directory(), vectors, input.listener()), true);
        List<PurchaseHistory> learned = histories(learn);
        List<PurchaseHistory> asked = histories(test);
        for (ChurnRule rule : List.of(
                ChurnRule.recency(),
                ChurnRule.frequency(),
                ChurnRule.purchases(),
                ChurnRule.rfmLogistic(),
                ChurnRule.betaGeometric(cuts.horizon().toMillis() / DAY_MILLIS))) {
            add(rule.name(), rule.score(learned, away(learn), asked), rule.givesProbabilities());
        }
        List<Contestant> rules = new ArrayList<>();
        outcomes.forEach((name, of) -> rules.add(of.contestant(name)));
        comparison = Comparison.of(
                vectors.stream().map(FeatureVector::userId).toList(), rules.remove(0), rules, input.seed());
        return this;
    }

    /** The rows of the last known cuts: earlier shoppers were known for too short a time to be like those who are asked about. */
    private List<TrainingExample> recent() {
        List<Instant> known = cuts.knownBy(cut);
        long from = known.get(Math.max(0, known.size() - RECENT_CUTS)).toEpochMilli();
        return learn.stream()
                .filter(example -> example.features().asOfMillis() >= from)
                .toList();
    }

    private void add(String name, double[] scores, boolean areProbabilities) {
        ScoredOutcomes earlier = before == null ? null : before.outcomes.get(name);
        OptionalDouble threshold =
                earlier == null ? OptionalDouble.empty() : OptionalDouble.of(earlier.bestThreshold());
        outcomes.put(name, new ScoredOutcomes(scores, away(test), areProbabilities, threshold));
    }

    private List<PurchaseHistory> histories(List<TrainingExample> examples) {
        return examples.stream()
                .map(example -> ChurnColumns.history(example.features(), purchases))
                .toList();
    }

    private static boolean[] away(List<TrainingExample> examples) {
        boolean[] away = new boolean[examples.size()];
        for (int row = 0; row < away.length; row++) {
            away[row] = examples.get(row).returned() == 0;
        }
        return away;
    }

    Instant cut() {
        return cut;
    }

    /** Rows that were learned from. */
    int learned() {
        return learn.size();
    }

    /** The share of shoppers at the cut who stayed away. */
    double awayShare() {
        return test.stream().filter(example -> example.returned() == 0).count() / (double) test.size();
    }

    /** Scores and outcomes by contestant, the model's first. */
    Map<String, ScoredOutcomes> outcomes() {
        return outcomes;
    }

    /** The comparison, once it has run. */
    Comparison comparison() {
        Comparison known = comparison;
        if (known == null) {
            throw new IllegalStateException("Not run yet");
        }
        return known;
    }
}
