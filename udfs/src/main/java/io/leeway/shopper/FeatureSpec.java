package io.leeway.shopper;

import java.util.List;

/**
 * The name, kind and shape of a feature, as models and manifests speak of it.
 *
 * @param name the name in the rule book, with {@code .names} or {@code .weights} behind it for a
 *     feature of both
 * @param kind what its values are
 * @param shape without the batch dimension
 */
public record FeatureSpec(String name, Kind kind, List<Integer> shape) {
    /** What a feature's values are, and so the tensor's type. */
    public enum Kind {
        /** float32. */
        NUMBER,
        /** int32, a small code as it is; 0 is padding. */
        CODE,
        /** A category: int32 by the model's vocabulary; 0 is padding, 1 any category outside it. */
        CATEGORY
    }

    public FeatureSpec {
        shape = List.copyOf(shape);
    }

    public int width() {
        int width = 1;
        for (int size : shape) {
            width *= size;
        }
        return width;
    }
}
