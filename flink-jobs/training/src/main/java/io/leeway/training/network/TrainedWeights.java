package io.leeway.training.network;

import io.leeway.training.options.WeightStorage;
import java.util.Map;

/**
 * What training leaves for serving.
 *
 * @param variables the network's, by name
 * @param temperature by which the graph divides logits; 1 where answers need no calibration
 * @param storage how the graph keeps matrices
 */
public record TrainedWeights(Map<String, float[]> variables, double temperature, WeightStorage storage) {
    public TrainedWeights(Map<String, float[]> variables, double temperature) {
        this(variables, temperature, WeightStorage.FLOAT32);
    }

    /** The same, kept otherwise. */
    public TrainedWeights in(WeightStorage other) {
        return new TrainedWeights(variables, temperature, other);
    }
}
