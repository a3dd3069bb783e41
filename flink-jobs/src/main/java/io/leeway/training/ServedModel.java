package io.leeway.training;

import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/** An exported model, loaded again: figures and golden rows come from what is served, not from the graph that trained it. Close it. */
final class ServedModel implements AutoCloseable {

    private static final int BATCH = 512;

    /** Takes the answers of a batch. */
    @FunctionalInterface
    interface Answers {
        /**
         * @param from the first row
         * @param to the one after the last
         * @param answers row-major
         */
        void accept(int from, int to, float[] answers);
    }

    private final SavedModelBundle bundle;
    private final String output;

    ServedModel(Path directory, Objective objective) {
        this.bundle = SavedModelBundle.loader(directory.toString())
                .withTags(Export.TAG)
                .withConfigProto(TrainingGraph.threads())
                .load();
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
        Map<String, Tensor> tensors = rows.tensors(order, from, to);
        try (Result result = bundle.function(Export.SIGNATURE).call(tensors)) {
            return Rows.floats((TFloat32) result.get(output).orElseThrow());
        } finally {
            tensors.values().forEach(Tensor::close);
        }
    }

    @Override
    public void close() {
        bundle.close();
    }
}
