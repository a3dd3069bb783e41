package io.leeway.training;

import java.util.Map;

/**
 * What training leaves for serving.
 *
 * @param variables the network's, by name
 * @param temperature by which the graph divides logits; 1 where answers need no calibration
 */
record Weights(Map<String, float[]> variables, double temperature) {}
