package io.leeway.training;

import io.leeway.shopper.Task;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The loop: shuffled mini-batches, a warm-up and a cosine for the learning rate, and a stop when the last part of the training examples by time is no longer
 * answered better. The best variables count, the initial ones included.
 */
final class Fitting {

    private static final int EVALUATION_BATCH = 512;
    private static final int WARM_UP_STEPS = 30;
    private static final int PATIENCE = 3;
    private static final double VALIDATION_SHARE = 0.15;
    private static final int VALIDATION_MAX = 4000;

    /**
     * What came of it.
     *
     * @param variables the best ones, by name
     * @param loss their mean loss on the validation rows
     * @param epoch the pass that they came from; 0 for the initial ones
     * @param steps mini-batches that were taken
     * @param validationRows rows that decided, not trained on
     * @param parameters how many numbers were trained
     */
    record Fitted(
            Map<String, float[]> variables, double loss, int epoch, long steps, int validationRows, long parameters) {}

    private final Task task;
    private final Architecture architecture;
    private final Objective objective;
    private final double peakRate;

    Fitting(Task task, Architecture architecture, Objective objective, double peakRate) {
        this.task = task;
        this.architecture = architecture;
        this.objective = objective;
        this.peakRate = peakRate;
    }

    /** Fits to rows that are in order of time. */
    Fitted fit(Rows rows, Labels labels, TrainingOptions options, ProgressListener listener) {
        int validation = Math.max(1, Math.min(VALIDATION_MAX, (int) (rows.size() * VALIDATION_SHARE)));
        int training = rows.size() - validation;
        int[] all = Rows.inOrder(rows.size());
        int[] order = Rows.inOrder(training);
        int batch = options.budget().batch(training);
        int epochs = options.budget().epochs(training);
        long total = (long) epochs * ((training + batch - 1) / batch);
        String phase = "training " + task.id();
        listener.progress(phase, 0, total);
        try (TrainingGraph graph = new TrainingGraph(task, architecture, objective, labels.width(), options.seed())) {
            double best = loss(graph, rows, labels, all, training);
            Map<String, float[]> variables = graph.variables();
            int bestEpoch = 0;
            long steps = 0;
            SplittableRandom random = new SplittableRandom(options.seed());
            for (int epoch = 1; epoch <= epochs && epoch - bestEpoch <= PATIENCE; epoch++) {
                shuffle(order, random);
                for (int from = 0; from < training; from += batch) {
                    graph.step(rows, labels, order, from, Math.min(training, from + batch), rate(steps, total));
                    steps++;
                    listener.progress(phase, steps, total);
                }
                double loss = loss(graph, rows, labels, all, training);
                if (!Double.isFinite(loss)) {
                    throw new TrainingException("Expected a finite loss while training " + task.id() + ", found " + loss
                            + " in epoch " + epoch + "; look for values in the features that are not finite");
                }
                if (loss < best) {
                    best = loss;
                    bestEpoch = epoch;
                    variables = graph.variables();
                }
            }
            listener.progress(phase, total, total);
            return new Fitted(variables, best, bestEpoch, steps, validation, graph.parameters());
        }
    }

    private double rate(long step, long total) {
        double warm = Math.min(1, (step + 1.0) / WARM_UP_STEPS);
        return peakRate * warm * (0.05 + 0.95 * 0.5 * (1 + Math.cos(Math.PI * step / total)));
    }

    private static double loss(TrainingGraph graph, Rows rows, Labels labels, int[] order, int from) {
        double sum = 0;
        for (int at = from; at < order.length; at += EVALUATION_BATCH) {
            sum += graph.loss(rows, labels, order, at, Math.min(order.length, at + EVALUATION_BATCH));
        }
        return sum / (order.length - from);
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
