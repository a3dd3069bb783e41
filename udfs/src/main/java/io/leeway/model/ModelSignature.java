package io.leeway.model;

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
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The output of this name, or null. */
    public @Nullable TensorSpec output(String outputName) {
        for (TensorSpec output : outputs) {
            if (output.name().equals(outputName)) {
                return output;
            }
        }
        return null;
    }
}
