package io.leeway.training.options;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * How weights are fitted; what is empty the trainer or the {@link TrainingBudget} decides.
 *
 * @param peakRate the learning rate after the warm-up
 * @param dropout the share of a hidden layer's numbers that a training step leaves out, from 0 up
 *     to but not including 1
 * @param weightDecay the share of a matrix that a step at learning rate 1 would take off, decoupled
 *     from the gradient
 * @param patience passes without a better validation loss before training ends
 * @param positiveWeight how many times the loss of a yes counts in training, of yes-or-no models
 *     alone; empty for as often as makes both kinds count equally. Probabilities mean the same
 *     whatever it is
 */
public record Hyperparameters(
        OptionalDouble peakRate,
        Schedule schedule,
        double dropout,
        double weightDecay,
        OptionalInt epochs,
        int patience,
        OptionalInt batch,
        OptionalDouble positiveWeight) {
    private static final int[] BATCHES = {32, 64, 128, 256};
    private static final double[] DROPOUTS = {0, 0, 0.1, 0.2, 0.3};

    /** What becomes of the learning rate once it is warm. */
    public enum Schedule {
        /** Down to a twentieth, along half a cosine. */
        COSINE,
        /** Down to a twentieth, along a line. */
        LINEAR,
        /** Nothing. */
        CONSTANT;

        /** The share of the peak rate when so much of training, from 0 to 1, is done. */
        public double share(double done) {
            return switch (this) {
                case COSINE -> 0.05 + 0.95 * 0.5 * (1 + Math.cos(Math.PI * done));
                case LINEAR -> 1 - 0.95 * done;
                case CONSTANT -> 1;
            };
        }
    }

    public Hyperparameters {
        if (peakRate.isPresent() && !(peakRate.getAsDouble() > 0 && peakRate.getAsDouble() <= 1)) {
            throw new TrainingException("Expected a learning rate above 0 and at most 1, found "
                    + peakRate.getAsDouble() + "; give another --learning-rate");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new TrainingException(
                    "Expected a dropout from 0 to below 1, found " + dropout + "; give another --dropout");
        }
        if (!(weightDecay >= 0 && weightDecay <= 1)) {
            throw new TrainingException(
                    "Expected a weight decay from 0 to 1, found " + weightDecay + "; give another --weight-decay");
        }
        if (patience < 1 || epochs.orElse(1) < 1 || batch.orElse(1) < 1) {
            throw new TrainingException("Expected 1 or more epochs, passes of patience and rows a batch, found "
                    + epochs.orElse(1) + ", " + patience + " and " + batch.orElse(1)
                    + "; give others with --epochs, --patience and --batch");
        }
        if (positiveWeight.isPresent()
                && !(positiveWeight.getAsDouble() > 0 && Double.isFinite(positiveWeight.getAsDouble()))) {
            throw new TrainingException("Expected a class weight above 0, found " + positiveWeight.getAsDouble()
                    + "; give another --class-weight");
        }
    }

    /** What the trainers do when nothing is said. */
    public static Hyperparameters defaults() {
        return new Hyperparameters(
                OptionalDouble.empty(),
                Schedule.COSINE,
                0,
                0.02,
                OptionalInt.empty(),
                3,
                OptionalInt.empty(),
                OptionalDouble.of(1));
    }

    /**
     * One draw of a random search (Bergstra and Bengio 2012): learning rate and weight decay by
     * their logarithm, dropout and batch among a few.
     */
    public Hyperparameters drawn(SplittableRandom random) {
        return new Hyperparameters(
                OptionalDouble.of(Math.exp(random.nextDouble(Math.log(5e-4), Math.log(1e-2)))),
                schedule,
                DROPOUTS[random.nextInt(DROPOUTS.length)],
                Math.exp(random.nextDouble(Math.log(1e-3), Math.log(0.2))),
                epochs,
                patience,
                OptionalInt.of(BATCHES[random.nextInt(BATCHES.length)]),
                positiveWeight);
    }
}
