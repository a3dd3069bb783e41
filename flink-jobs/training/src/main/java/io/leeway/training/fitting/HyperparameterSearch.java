package io.leeway.training.fitting;

import io.leeway.training.options.Hyperparameters;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Random search (Bergstra and Bengio 2012), drawn by a seed. */
public final class HyperparameterSearch {
    private static final int[] BATCHES = {32, 64, 128, 256};
    private static final double[] DROPOUTS = {0, 0, 0.1, 0.2, 0.3};

    private final Hyperparameters given;
    private final SplittableRandom random;

    public HyperparameterSearch(Hyperparameters given, long seed) {
        this.given = given;
        this.random = new SplittableRandom(seed ^ 0x5EA7C4L);
    }

    /** Learning rate and weight decay by their logarithm, dropout and batch among a few. */
    public Hyperparameters next() {
        return new Hyperparameters(
                OptionalDouble.of(Math.exp(random.nextDouble(Math.log(5e-4), Math.log(1e-2)))),
                given.schedule(),
                DROPOUTS[random.nextInt(DROPOUTS.length)],
                Math.exp(random.nextDouble(Math.log(1e-3), Math.log(0.2))),
                given.epochs(),
                given.patience(),
                OptionalInt.of(BATCHES[random.nextInt(BATCHES.length)]),
                given.positiveWeight());
    }
}
