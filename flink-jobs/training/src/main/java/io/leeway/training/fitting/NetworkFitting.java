package io.leeway.training.fitting;

import io.leeway.evaluation.Resampling;
import io.leeway.model.ModelPrivacy;
import io.leeway.shopper.Task;
import io.leeway.training.calibration.TemperatureScaling;
import io.leeway.training.calibration.ValidationAnswers;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.TrainingFingerprint;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.TrainedWeights;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.SessionThreads;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import io.leeway.training.options.WeightStorage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The loop: shuffled mini-batches, a warm-up and a schedule for the learning rate, and a stop when
 * the last part of the training examples by time is no longer answered better. The best variables
 * count, the initial ones included. After each pass it is written down how far training is, and a
 * later call with the same rows and options resumes there.
 *
 * @param peakRate the learning rate where the hyperparameters say none
 * @param checkpoint the file that says how far training is
 */
public record NetworkFitting(
        Task task, Architecture architecture, TrainingObjective objective, double peakRate, Path checkpoint) {
    private static final int EVALUATION_BATCH = 512;
    private static final int WARM_UP_STEPS = 30;
    private static final double VALIDATION_SHARE = 0.15;
    private static final int VALIDATION_MAX = 4000;

    /**
     * @param weights the best ones, and the temperature that calibrates them
     * @param validation what they answer to the validation rows, where there are any
     * @param loss their mean loss on the validation rows; NaN without
     */
    public record Fitted(
            TrainedWeights weights,
            Optional<ValidationAnswers> validation,
            double loss,
            Map<String, String> facts,
            Optional<ModelPrivacy> privacy) {
        public Fitted in(WeightStorage storage) {
            return new Fitted(weights.in(storage), validation, loss, facts, privacy);
        }

        public Fitted with(String fact, String value) {
            Map<String, String> more = new TreeMap<>(facts);
            more.put(fact, value);
            return new Fitted(weights, validation, loss, more, privacy);
        }
    }

    /** Fits to rows that are in order of time. */
    public Fitted fit(TrainingRows rows, Labels labels, TrainingOptions options, TrainingProgress listener) {
        Hyperparameters hyper = options.hyperparameters();
        int validation = validationRows(rows.size());
        int training = rows.size() - validation;
        int[] all = TrainingRows.inOrder(rows.size());
        int[] order = TrainingRows.inOrder(training);
        int batch = hyper.batch().orElse(options.budget().batch(training));
        int epochs = hyper.epochs().orElse(options.budget().epochs(training, batch));
        long total = (long) epochs * ((training + batch - 1) / batch);
        double weight = hyper.positiveWeight().orElseGet(() -> labels.negativesPerPositive(training));
        String subject = subject(rows, labels, options);
        Optional<TrainingCheckpoint> interrupted = TrainingCheckpoint.find(checkpoint, subject);
        String phase = "training " + task.id();
        listener.progress(phase, 0, total);
        try (TrainingGraph graph = new TrainingGraph(
                task,
                architecture,
                objective,
                labels.width(),
                options.seed(),
                hyper,
                weight,
                SessionThreads.inOrder())) {
            TrainingCheckpoint at = interrupted.orElseGet(() -> {
                Map<String, float[]> initial = graph.variables();
                double loss = loss(graph, rows, labels, all, training);
                return new TrainingCheckpoint(subject, 0, 0, loss, 0, initial, graph.moments(), initial);
            });
            graph.restore(at.variables(), at.moments(), at.steps());
            SplittableRandom random = new SplittableRandom(options.seed());
            for (int epoch = 1; epoch <= epochs && epoch - at.bestEpoch() <= hyper.patience(); epoch++) {
                Resampling.shuffle(order, random);
                if (epoch <= at.epoch()) {
                    continue;
                }
                long steps = at.steps();
                for (int from = 0; from < training; from += batch) {
                    double rate = rate(hyper, steps, total);
                    graph.step(rows, labels, order, from, Math.min(training, from + batch), rate);
                    steps++;
                    listener.progress(phase, steps, total);
                }
                at = after(graph, at, steps, loss(graph, rows, labels, all, training));
                at.write(checkpoint);
            }
            listener.progress(phase, total, total);
            graph.restore(at.best());
            ValidationAnswers answered =
                    new ValidationAnswers(logits(graph, rows, labels, all, training), labels, training);
            TrainedWeights weights =
                    new TrainedWeights(at.best(), TemperatureScaling.of(answered, rows.users(training)));
            Map<String, String> facts = Map.of(
                    "validation.rows", Integer.toString(validation),
                    "validation.loss", Double.toString(at.loss()),
                    "epoch", Integer.toString(at.bestEpoch()),
                    "steps", Long.toString(at.steps()),
                    "parameters", Long.toString(graph.parameters()));
            return new Fitted(weights, Optional.of(answered), at.loss(), facts, Optional.empty());
        }
    }

    /** How many of so many rows, the last ones, are not trained on. */
    public static int validationRows(int rows) {
        return Math.max(1, Math.min(VALIDATION_MAX, (int) (rows * VALIDATION_SHARE)));
    }

    private TrainingCheckpoint after(TrainingGraph graph, TrainingCheckpoint before, long steps, double loss) {
        int epoch = before.epoch() + 1;
        if (!Double.isFinite(loss)) {
            throw new TrainingException("Expected a finite loss while training " + task.id() + ", found " + loss
                    + " in epoch " + epoch + "; look for values in the features that are not finite, or give a smaller"
                    + " --learning-rate");
        }
        Map<String, float[]> variables = graph.variables();
        boolean better = loss < before.loss();
        return new TrainingCheckpoint(
                before.subject(),
                epoch,
                steps,
                better ? loss : before.loss(),
                better ? epoch : before.bestEpoch(),
                variables,
                graph.moments(),
                better ? variables : before.best());
    }

    private String subject(TrainingRows rows, Labels labels, TrainingOptions options) {
        return TrainingFingerprint.of(
                rows,
                labels,
                task.id(),
                architecture.name(),
                objective,
                peakRate,
                options.seed(),
                options.budget(),
                options.hyperparameters());
    }

    private double rate(Hyperparameters hyper, long step, long total) {
        double warm = Math.min(1, (step + 1.0) / WARM_UP_STEPS);
        return hyper.peakRate().orElse(peakRate) * warm * hyper.schedule().share((double) step / total);
    }

    private static double loss(TrainingGraph graph, TrainingRows rows, Labels labels, int[] order, int from) {
        double sum = 0;
        for (int at = from; at < order.length; at += EVALUATION_BATCH) {
            sum += graph.loss(rows, labels, order, at, Math.min(order.length, at + EVALUATION_BATCH));
        }
        return sum / (order.length - from);
    }

    private static float[] logits(TrainingGraph graph, TrainingRows rows, Labels labels, int[] order, int from) {
        float[] logits = new float[(order.length - from) * labels.width()];
        for (int at = from; at < order.length; at += EVALUATION_BATCH) {
            float[] some = graph.logits(rows, order, at, Math.min(order.length, at + EVALUATION_BATCH));
            System.arraycopy(some, 0, logits, (at - from) * labels.width(), some.length);
        }
        return logits;
    }
}
