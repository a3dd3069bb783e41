package io.leeway.model;

import java.util.Map;

/** Answers for rows. */
public interface Predictor {
    /**
     * Calls a model once for all rows.
     *
     * @param signature the signature's name
     * @param inputs every input of the signature and no other, each of the signature's type and
     *     shape, with at least {@code rows} rows
     * @param rows at least 1
     * @return every output of the signature, with exactly {@code rows} rows where its first
     *     dimension is the batch
     * @throws ModelException when the inputs do not fit the signature, or TensorFlow fails, as for
     *     an id outside an embedding
     */
    Map<String, TensorColumn> predict(String signature, Map<String, TensorColumn> inputs, int rows);
}
