package io.leeway.experiments.churn;

import io.leeway.evaluation.ChurnRule;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.PurchaseHistory;
import io.leeway.evaluation.ScoredOutcomes;
import io.leeway.experiments.EvaluationInput;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
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

/** One cut: a model and the rules, trained on what was known at it. */
final class ChurnOrigin {
    static final String MODEL = "model";
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

    /** @param before an earlier cut with outcomes known at this one, to choose thresholds */
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

    ChurnOrigin run(EvaluationInput input) {
        TrainedModel model =
                new ChurnTrainer(ChurnNetwork.WIDE_DEEP, learn).train(split(), options(input), input.listener());
        List<FeatureVector> vectors =
                test.stream().map(TrainingExample::features).toList();
        add(MODEL, ModelAnswers.churn(model.directory(), vectors, input.listener()), true);
        List<PurchaseHistory> learned = ChurnColumns.histories(learn, purchases);
        List<PurchaseHistory> asked = ChurnColumns.histories(test, purchases);
        for (ChurnRule rule : List.of(
                ChurnRule.recency(),
                ChurnRule.frequency(),
                ChurnRule.purchases(),
                ChurnRule.rfmLogistic(),
                ChurnRule.betaGeometric(cuts.horizonDays()))) {
            add(rule.name(), rule.scoring().score(learned, ChurnColumns.away(learn), asked), rule.givesProbabilities());
        }
        List<Contestant> contestants = new ArrayList<>();
        outcomes.forEach((name, of) -> contestants.add(of.contestant(name)));
        comparison = Comparison.of(vectors.stream().map(FeatureVector::userId).toList(), contestants, input.seed());
        return this;
    }

    /** What a network is trained and measured on. */
    TrainingSplit split() {
        return new TrainingSplit(recent(), test);
    }

    /** How a network without noise is trained. */
    TrainingOptions options(EvaluationInput input) {
        return input.training(
                cuts.horizon(),
                purchases,
                input.work().resolve(cut.toString().replace(':', '-')),
                TrainingBudget.defaults(),
                HYPERPARAMETERS);
    }

    /** The rows of the last known cuts: earlier shoppers were known for too short a time. */
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
        outcomes.put(name, new ScoredOutcomes(scores, ChurnColumns.away(test), areProbabilities, threshold));
    }

    Instant cut() {
        return cut;
    }

    int learned() {
        return learn.size();
    }

    double awayShare() {
        return test.stream().filter(example -> example.returned() == 0).count() / (double) test.size();
    }

    /** Scores and outcomes by contestant, the model's first. */
    Map<String, ScoredOutcomes> outcomes() {
        return outcomes;
    }

    Comparison comparison() {
        Comparison known = comparison;
        if (known == null) {
            throw new IllegalStateException("Not run yet");
        }
        return known;
    }
}
