package io.leeway.training;

import io.leeway.records.FeatureVector;
import io.leeway.shopper.Task;
import java.nio.file.Path;
import java.util.List;

/** What a model on disk answers, loaded as serving loads it. */
public final class ModelAnswers {

    private ModelAnswers() {}

    /**
     * The probabilities of staying away.
     *
     * @param directory a churn model with its manifest
     * @param vectors of the churn task
     * @return one of each vector, in order
     */
    public static double[] churn(Path directory, List<FeatureVector> vectors, ProgressListener listener) {
        double[] answers = new double[vectors.size()];
        Rows rows = new Rows(Task.CHURN, vectors, new Vocabulary(List.of()));
        try (ServedModel model = new ServedModel(directory, Objective.BINARY)) {
            model.answer(rows, "scoring churn", listener, (from, to, probabilities) -> {
                for (int row = from; row < to; row++) {
                    answers[row] = probabilities[row - from];
                }
            });
        }
        return answers;
    }
}
