package io.leeway.training;

import java.util.Map;

/**
 * What training leaves for serving.
 *
 * @param variables the network's, by name
 * @param temperature by which the graph divides logits; 1 where answers need no calibration
 * @param storage how the graph keeps matrices
 */
public record Weights(Map<String, float[]> variables, double temperature, Storage storage) {

    /** As trained. */
    public Weights(Map<String, float[]> variables, double temperature) {
        this(variables, temperature, Storage.FLOAT32);
    }

    /** The same, kept otherwise. */
    Weights in(Storage other) {
        return new Weights(variables, temperature, other);
    }
}
