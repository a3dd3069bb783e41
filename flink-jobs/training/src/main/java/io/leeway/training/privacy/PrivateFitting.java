package io.leeway.training.privacy;

import io.leeway.model.ModelPrivacy;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.TrainingFingerprint;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.fitting.NetworkFitting;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.TrainedWeights;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.PrivacyOptions;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The loop of {@link PrivateGraph}: each step takes every shopper with the same chance, and one row
 * of a shopper, as the accountant assumes. How often and how many is {@link SamplingPlan}'s, which
 * no shopper has an influence on. There is no early stop, no calibration and no checkpoint, since
 * all of them would look at data without noise; the last variables count.
 */
public record PrivateFitting(
        Task task, Architecture architecture, TrainingObjective objective, double peakRate, PrivacyOptions privacy) {
    private static final List<String> NOT_COVERED = List.of(
            "that there were examples enough of both kinds, their number, and the instants of the first and the last,"
                    + " which the manifest gives exactly",
            "the window of time, the horizon and what counts as coming back, where history and not an option gave them",
            "the figures, the plot and the tables of the model card, which are exact statistics of the test examples",
            "the choice of options, where it was made by looking at such figures",
            "other models of the same shoppers: each spends an epsilon of its own, and they add up",
            "attacks on the last bits of floating-point noise (Mironov 2012), and holders of the key");

    /** Fits to rows of which a shopper may have several. */
    public NetworkFitting.Fitted fit(
            TrainingRows rows, Labels labels, TrainingOptions options, TrainingProgress listener) {
        Hyperparameters hyper = options.hyperparameters();
        SamplingPlan plan = SamplingPlan.of(privacy.shoppers(), hyper, options.budget());
        long steps = plan.steps();
        String phase = "training " + task.id() + " privately";
        listener.progress(phase, 0, steps);
        // Of the data too: with the same noise, the difference of two models would have none.
        String subject = subject(rows, labels, options);
        List<List<Integer>> drawn = plan.draw(rows.users(0), privacy.key(), subject);
        KeyedRandom random = new KeyedRandom(privacy.key(), subject);
        try (PrivateGraph graph =
                new PrivateGraph(task, architecture, objective, options.seed(), hyper.weightDecay())) {
            Map<String, Integer> sizes = graph.sizes();
            for (int step = 0; step < steps; step++) {
                int[] taken = drawn.get(step).stream().mapToInt(row -> row).toArray();
                Map<String, float[]> blur = blur(sizes, random);
                double rate =
                        hyper.peakRate().orElse(peakRate) * hyper.schedule().share((double) step / steps);
                graph.step(rows, labels, taken, plan.batch(), privacy.clip(), blur, rate);
                listener.progress(phase, step + 1, steps);
            }
            Map<String, float[]> variables = graph.variables();
            requireFinite(variables);
            ModelPrivacy spent = new ModelPrivacy(
                    plan.epsilon(privacy.noise(), privacy.delta()),
                    privacy.delta(),
                    "shopper",
                    privacy.noise(),
                    privacy.clip(),
                    plan.samplingRate(),
                    steps,
                    PrivacyAccountant.NAME,
                    NOT_COVERED);
            long parameters =
                    sizes.values().stream().mapToLong(Integer::longValue).sum();
            return new NetworkFitting.Fitted(
                    new TrainedWeights(variables, 1),
                    Optional.empty(),
                    Double.NaN,
                    Map.of("steps", Long.toString(steps), "parameters", Long.toString(parameters)),
                    Optional.of(spent));
        }
    }

    private void requireFinite(Map<String, float[]> variables) {
        variables.forEach((name, values) -> {
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new TrainingException(
                            "Expected finite weights after training " + task.id()
                                    + " privately, found " + value + " in " + name
                                    + "; give a smaller --learning-rate, or look for values in the features that are not finite");
                }
            }
        });
    }

    /** The noise of a step. */
    Map<String, float[]> blur(Map<String, Integer> sizes, KeyedRandom random) {
        Map<String, float[]> blur = new LinkedHashMap<>();
        sizes.forEach((name, size) -> {
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = (float) (privacy.noise() * privacy.clip() * random.normal());
            }
            blur.put(name, values);
        });
        return blur;
    }

    private String subject(TrainingRows rows, Labels labels, TrainingOptions options) {
        return TrainingFingerprint.of(
                rows,
                labels,
                architecture.name(),
                options.seed(),
                options.budget(),
                options.hyperparameters(),
                privacy.shoppers(),
                privacy.noise(),
                privacy.clip());
    }
}
