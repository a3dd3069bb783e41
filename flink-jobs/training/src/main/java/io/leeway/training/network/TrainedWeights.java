package io.leeway.training.network;

import io.leeway.training.options.WeightStorage;
import java.util.Map;

/**
 * What training leaves for serving.
 *
 * @param temperature by which the graph divides logits; 1 where answers need no calibration
 */
public record TrainedWeights(Map<String, float[]> variables, double temperature, WeightStorage storage) {
    public TrainedWeights(Map<String, float[]> variables, double temperature) {
        this(variables, temperature, WeightStorage.FLOAT32);
    }

    public TrainedWeights in(WeightStorage other) {
        return new TrainedWeights(variables, temperature, other);
    }
}
