package io.leeway.training.fitting;

import io.leeway.model.GoldenRows;
import io.leeway.model.LoadOptions;
import io.leeway.model.SavedModel;
import io.leeway.model.TensorColumn;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Path;

/** An exported model, loaded as serving loads it, for figures and golden rows. Close it. */
public final class ServedModel implements AutoCloseable {
    private static final int BATCH = 256;

    @FunctionalInterface
    public interface Answers {
        /**
         * @param to the one after the last
         * @param answers row-major
         */
        void accept(int from, int to, float[] answers);
    }

    private final SavedModel model;
    private final String output;

    /** Loads a model that has no manifest yet; its operations are judged as any model's. */
    public ServedModel(Path directory, TrainingObjective objective) {
        this.model = SavedModel.load(directory, LoadOptions.anyModel());
        this.output = objective.output();
    }

    public void answer(TrainingRows rows, String phase, TrainingProgress listener, Answers answers) {
        int[] order = TrainingRows.inOrder(rows.size());
        for (int from = 0; from < order.length; from += BATCH) {
            int to = Math.min(order.length, from + BATCH);
            answers.accept(from, to, answer(rows, order, from, to));
            listener.progress(phase, to, order.length);
        }
    }

    public double[] probabilities(TrainingRows rows, String phase, TrainingProgress listener) {
        double[] probabilities = new double[rows.size()];
        answer(rows, phase, listener, (from, to, answers) -> {
            for (int row = from; row < to; row++) {
                probabilities[row] = answers[row - from];
            }
        });
        return probabilities;
    }

    private float[] answer(TrainingRows rows, int[] order, int from, int to) {
        return TensorColumn.floats(
                model.predict(ModelExport.SIGNATURE, rows.columns(order, from, to), to - from), output);
    }

    /** Rows with the answers. */
    public GoldenRows golden(TrainingRows rows) {
        int count = rows.size();
        return GoldenRows.record(
                model, ModelExport.SIGNATURE, rows.columns(TrainingRows.inOrder(count), 0, count), count);
    }

    @Override
    public void close() {
        model.close();
    }
}
