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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The loop of {@link PrivateGraph}: each step takes every row with the same chance, as the
 * accountant assumes. There is no early stop, no calibration and no checkpoint, since all of them
 * would look at data without noise; the last variables count.
 */
public record PrivateFitting(
        Task task, Architecture architecture, TrainingObjective objective, double peakRate, PrivacyOptions privacy) {
    private static final List<String> NOT_COVERED = List.of(
            "the number of examples, their window of time and the shopper's unit, taken as known",
            "the figures, the plot and the tables of the model card, which are exact statistics of the test examples",
            "the choice of options, where it was made by looking at such figures",
            "attacks on the last bits of floating-point noise (Mironov 2012), and holders of the key");

    /** Fits to rows of which a shopper has one at most. */
    public NetworkFitting.Fitted fit(
            TrainingRows rows, Labels labels, TrainingOptions options, TrainingProgress listener) {
        Hyperparameters hyper = options.hyperparameters();
        if (privacy.delta() >= 1.0 / rows.size()) {
            throw new TrainingException("Expected a delta below 1 in " + rows.size() + " shoppers, found "
                    + privacy.delta() + "; give a smaller --dp-delta");
        }
        int batch = Math.min(rows.size(), hyper.batch().orElse(options.budget().batch(rows.size())));
        int epochs = hyper.epochs().orElse(options.budget().epochs(rows.size(), batch));
        double samplingRate = (double) batch / rows.size();
        long steps = (long) Math.ceil(epochs / samplingRate);
        String phase = "training " + task.id() + " privately";
        listener.progress(phase, 0, steps);
        KeyedRandom random = new KeyedRandom(privacy.key(), subject(rows, labels, options));
        try (PrivateGraph graph =
                new PrivateGraph(task, architecture, objective, options.seed(), hyper.weightDecay())) {
            Map<String, Integer> sizes = graph.sizes();
            for (long step = 0; step < steps; step++) {
                int[] drawn = draw(rows.size(), samplingRate, random);
                Map<String, float[]> blur = blur(sizes, random);
                double rate =
                        hyper.peakRate().orElse(peakRate) * hyper.schedule().share((double) step / steps);
                graph.step(rows, labels, drawn, batch, privacy.clip(), blur, rate);
                listener.progress(phase, step + 1, steps);
            }
            Map<String, float[]> variables = graph.variables();
            requireFinite(variables);
            ModelPrivacy spent = new ModelPrivacy(
                    PrivacyAccountant.epsilon(samplingRate, privacy.noise(), steps, privacy.delta()),
                    privacy.delta(),
                    "shopper",
                    privacy.noise(),
                    privacy.clip(),
                    samplingRate,
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

    static int[] draw(int rows, double samplingRate, KeyedRandom random) {
        int[] drawn = new int[rows];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (random.uniform() < samplingRate) {
                drawn[count++] = row;
            }
        }
        return Arrays.copyOf(drawn, count);
    }

    private Map<String, float[]> blur(Map<String, Integer> sizes, KeyedRandom random) {
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
                privacy.noise(),
                privacy.clip());
    }
}
