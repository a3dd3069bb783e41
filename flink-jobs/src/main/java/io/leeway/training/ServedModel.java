package io.leeway.training;

import io.leeway.model.Column.FloatColumn;
import io.leeway.model.GoldenRows;
import io.leeway.model.LoadOptions;
import io.leeway.model.SavedModel;
import java.nio.file.Path;

/** An exported model, loaded as serving loads it: figures and golden rows come from what is served, not from the graph that trained it. Close it. */
final class ServedModel implements AutoCloseable {

    private static final int BATCH = 256;
    private static final int GOLDEN = 8;

    /** Takes the answers of a batch. */
    @FunctionalInterface
    interface Answers {
        /**
         * Takes the answers of some rows.
         *
         * @param from the first row
         * @param to the one after the last
         * @param answers row-major
         */
        void accept(int from, int to, float[] answers);
    }

    private final SavedModel model;
    private final String output;

    /** Loads a model that has no manifest yet; its operations are judged as any model's. */
    ServedModel(Path directory, Objective objective) {
        this.model = SavedModel.load(directory, LoadOptions.anyModel());
        this.output = objective.output();
    }

    /** Answers all rows, batch by batch. */
    void answer(Rows rows, String phase, ProgressListener listener, Answers answers) {
        int[] order = Rows.inOrder(rows.size());
        for (int from = 0; from < order.length; from += BATCH) {
            int to = Math.min(order.length, from + BATCH);
            answers.accept(from, to, answer(rows, order, from, to));
            listener.progress(phase, to, order.length);
        }
    }

    private float[] answer(Rows rows, int[] order, int from, int to) {
        if (model.predict(Export.SIGNATURE, rows.columns(order, from, to), to - from)
                        .get(output)
                instanceof FloatColumn floats) {
            return floats.values();
        }
        throw new IllegalStateException("The signature has no float32 output " + output);
    }

    /** A few rows from all over, with the answers. */
    GoldenRows golden(Rows rows) {
        int count = Math.min(GOLDEN, rows.size());
        int[] order = Rows.inOrder(count);
        for (int i = 0; i < count; i++) {
            order[i] = (int) ((long) i * rows.size() / count);
        }
        return GoldenRows.record(model, Export.SIGNATURE, rows.columns(order, 0, count), count);
    }

    @Override
    public void close() {
        model.close();
    }
}
