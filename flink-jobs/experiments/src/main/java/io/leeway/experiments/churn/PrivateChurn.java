package io.leeway.experiments.churn;

import static io.leeway.evaluation.ReportText.text;
import static java.util.Objects.requireNonNull;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.Figure;
import io.leeway.evaluation.Metrics;
import io.leeway.evaluation.ScoredOutcomes;
import io.leeway.experiments.EvaluationInput;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.training.ChurnTrainer;
import io.leeway.training.card.ModelAnswers;
import io.leeway.training.dataset.PurchaseSearch;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.PrivacyOptions;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.privacy.SamplingPlan;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What privacy costs: the question of {@link ChurnEvaluation}, answered by its model, and by the
 * same network trained so that it is (ε, δ)-differentially private for each shopper.
 *
 * <p>Of each ε several models are trained, which differ by their noise; figures are their means.
 * Their keys follow from the seed, so that the figures can be had again. Such keys are no secret:
 * the models must not be published.
 */
public final class PrivateChurn {
    private static final double[] EPSILONS = {8, 4, 2, 1};
    private static final int KEYS = 5;
    private static final double DELTA = 1e-5;
    private static final double CLIP = 2;
    private static final int EXAMPLES = 8;

    /** About as many as a shop of this kind has; a constant, whatever shop is asked. */
    private static final int SHOPPERS = 4_000;

    /** Chosen on earlier cuts of two shops, never on the last: few steps of many shoppers. */
    private static final Hyperparameters HYPERPARAMETERS = new Hyperparameters(
            OptionalDouble.of(0.05),
            Hyperparameters.Schedule.COSINE,
            0,
            0.02,
            OptionalInt.of(25),
            1,
            OptionalInt.of(1_000),
            OptionalDouble.of(1));

    private static final Figure AUC = Figure.gain("auc");
    private static final List<Figure> FIGURES = List.of(AUC, Figure.loss("log-loss"));

    public Evaluation evaluate(EvaluationInput input) throws Exception {
        boolean purchases = PurchaseSearch.anyIn(input.requireHistory());
        ChurnCuts cuts = ChurnCuts.of(input.index(), input.cut(), input.horizon(), input.origins());
        List<TrainingExample> examples = ChurnEvaluation.examples(input, cuts, purchases);
        Map<String, Comparison> compared = new LinkedHashMap<>();
        List<String> spread = new ArrayList<>();
        for (Instant cut : cuts.asked()) {
            spread.clear();
            ChurnOrigin origin = new ChurnOrigin(cut, cuts, examples, purchases, null).run(input);
            compared.put(cut.toString(), compare(origin, input, spread));
        }
        Comparison last = requireNonNull(compared.remove(cuts.test().toString()));
        return new Evaluation(
                "churn-privacy",
                headline(last),
                protocol(cuts, last, spread),
                Map.of(),
                last,
                compared,
                List.of(
                        "The clipping norm, learning rate and passes were chosen by the AUC and log-loss at the cuts"
                                + " 2011-06-10 of Online Retail and 2017-07-02 of The Complete Journey: epsilon does not"
                                + " cover that.",
                        "Keys follow from the seed, so that the figures can be had again: do not publish these models."),
                List.of(),
                null);
    }

    private static Comparison compare(ChurnOrigin origin, EvaluationInput input, List<String> spread) {
        ScoredOutcomes plain = requireNonNull(origin.outcomes().get(ChurnOrigin.MODEL));
        List<Contestant> contestants = new ArrayList<>();
        contestants.add(mean(ChurnOrigin.MODEL, List.of(plain)));
        TrainingOptions options = origin.options(input);
        SamplingPlan plan = SamplingPlan.of(SHOPPERS, HYPERPARAMETERS, options.budget());
        for (double epsilon : EPSILONS) {
            double noise = plan.noise(epsilon, DELTA);
            List<ScoredOutcomes> models = new ArrayList<>();
            for (int key = 0; key < KEYS; key++) {
                models.add(outcomes(origin.split(), privately(options, noise, epsilon, key), input));
            }
            Contestant mean = mean(text("ε=%.0f", epsilon), models);
            double[] aucs = models.stream()
                    .mapToDouble(model -> Metrics.auc(model.scores(), model.yes()))
                    .sorted()
                    .toArray();
            spread.add(text(
                    "%s: noise %.3f times the clipping norm; AUC %.3f to %.3f by key.",
                    mean.name(), noise, aucs[0], aucs[KEYS - 1]));
            contestants.add(mean);
        }
        List<String> users = origin.split().test().stream()
                .map(example -> example.features().userId())
                .toList();
        return Comparison.of(users, contestants, input.seed());
    }

    private static TrainingOptions privately(TrainingOptions options, double noise, double epsilon, int key) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + 32)
                .putLong(options.seed())
                .putInt(key)
                .array();
        return new TrainingOptions(
                options.seed(),
                1,
                options.labels(),
                options.models().resolve(text("epsilon-%.0f-%d", epsilon, key)),
                options.budget(),
                HYPERPARAMETERS,
                0,
                Optional.of(new PrivacyOptions(noise, CLIP, DELTA, SHOPPERS, EXAMPLES, new PrivacyOptions.Key(bytes))),
                false,
                "leeway evaluate --task churn-privacy");
    }

    private static ScoredOutcomes outcomes(TrainingSplit split, TrainingOptions options, EvaluationInput input) {
        List<FeatureVector> vectors =
                split.test().stream().map(TrainingExample::features).toList();
        return new ScoredOutcomes(
                ModelAnswers.churn(
                        new ChurnTrainer(ChurnNetwork.WIDE_DEEP)
                                .train(split, options, input.listener())
                                .directory(),
                        vectors,
                        input.listener()),
                ChurnColumns.away(split.test()),
                true,
                OptionalDouble.empty());
    }

    /** Whose figures are the means of several models'. */
    private static Contestant mean(String name, List<ScoredOutcomes> models) {
        List<Contestant> each =
                models.stream().map(model -> model.contestant(name)).toList();
        Contestant mean = new Contestant(name);
        for (Figure figure : FIGURES) {
            mean.add(figure, weights -> each.stream()
                    .mapToDouble(
                            one -> requireNonNull(one.figures().get(figure)).applyAsDouble(weights))
                    .average()
                    .orElseThrow());
        }
        return mean;
    }

    private static String headline(Comparison last) {
        StringBuilder found = new StringBuilder();
        last.rules()
                .keySet()
                .forEach(name -> found.append(
                        text(", %.3f at %s", last.rule(name, AUC.name()).value(), name)));
        return text(
                "What privacy costs: AUC %.3f without noise%s.",
                last.model(AUC.name()).value(), found);
    }

    private static List<String> protocol(ChurnCuts cuts, Comparison last, List<String> spread) {
        List<String> protocol = new ArrayList<>(List.of(
                text(
                        "Asked of all %,d shoppers who were known at %s: do they stay away for the %d days after it?",
                        last.shoppers(), cuts.test(), cuts.horizon().toDays()),
                text(
                        "Beside the model without noise, the means of %d each with noise, at δ = %s for each shopper;"
                                + " sampling goes by %,d shoppers in any shop, with at most %d examples of each.",
                        KEYS, DELTA, SHOPPERS, EXAMPLES)));
        protocol.addAll(spread);
        return protocol;
    }
}
