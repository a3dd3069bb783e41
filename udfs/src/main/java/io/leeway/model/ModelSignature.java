package io.leeway.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to call a model: what it takes and what it gives, as the SavedModel itself says.
 *
 * @param name the signature's key, such as {@code serving_default}
 * @param inputs what has to be fed, by name
 * @param outputs what can be had, by name
 */
public record ModelSignature(String name, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    public ModelSignature {
        requireNonNull(name, "name");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The input of this name, or null. */
    public @Nullable TensorSpec input(String inputName) {
        return find(inputs, inputName);
    }

    /** The output of this name, or null. */
    public @Nullable TensorSpec output(String outputName) {
        return find(outputs, outputName);
    }

    private static @Nullable TensorSpec find(List<TensorSpec> specs, String name) {
        for (TensorSpec spec : specs) {
            if (spec.name().equals(name)) {
                return spec;
            }
        }
        return null;
    }
}
