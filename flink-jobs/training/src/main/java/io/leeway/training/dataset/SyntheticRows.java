package io.leeway.training.dataset;

import io.leeway.records.FeatureVector;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Rows of no shopper: numbers of about a feature's size, and no categories. */
public final class SyntheticRows {
    private static final int ROWS = 8;

    private SyntheticRows() {}

    public static TrainingRows of(Task task, Vocabulary vocabulary) {
        SplittableRandom random = new SplittableRandom(1);
        List<FeatureVector> vectors = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            float[] numbers = new float[task.numbers()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = random.nextInt(3) == 0 ? (float) (4 * random.nextDouble()) : 0;
            }
            vectors.add(new FeatureVector(
                    "synthetic", 0, 1, true, task.id(), new String[0], new int[task.ids()], numbers, 0, 0));
        }
        return new TrainingRows(task, vectors, vocabulary);
    }
}
