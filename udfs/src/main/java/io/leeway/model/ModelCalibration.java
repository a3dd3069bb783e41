package io.leeway.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;

/**
 * How a model's probabilities were calibrated, within its own graph: what a signature answers is
 * calibrated.
 *
 * @param method {@code none}, or {@code temperature}: logits are divided by it before they become
 *     probabilities (Guo et al. 2017)
 * @param parameters of the method, for example {@code temperature}
 * @param fitted what it was fitted on, later than what the weights were trained on: {@code from},
 *     {@code to} (as-of times, ISO-8601), {@code rows}
 * @param before {@code logLoss} and {@code ece} on those rows without it
 * @param after the same with it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelCalibration(
        String method,
        Map<String, Double> parameters,
        Map<String, String> fitted,
        Map<String, Double> before,
        Map<String, Double> after) {

    /** Of a model whose answers are as the network gave them. */
    public static final ModelCalibration NONE = new ModelCalibration("none", Map.of(), Map.of(), Map.of(), Map.of());

    public ModelCalibration {
        requireNonNull(method, "method");
        parameters = Map.copyOf(parameters);
        fitted = Map.copyOf(fitted);
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }
}
