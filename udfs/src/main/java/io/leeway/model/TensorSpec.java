package io.leeway.model;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An input or an output of a signature.
 *
 * @param name the name in the signature
 * @param type the type of its values
 * @param shape the dimensions, the batch first, −1 where any size will do; null where even the rank
 *     is unknown
 */
public record TensorSpec(
        String name, TensorType type, @Nullable List<Long> shape) {

    public static final long ANY = -1;

    public TensorSpec {
        shape = shape == null ? null : List.copyOf(shape);
    }

    boolean accepts(List<Long> dimensions) {
        if (shape == null) {
            return true;
        }
        if (shape.size() != dimensions.size()) {
            return false;
        }
        for (int i = 0; i < dimensions.size(); i++) {
            long expected = shape.get(i);
            if (expected != ANY && expected != dimensions.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** As people write it: {@code float32[?, 26, 9]}. */
    public String describe() {
        return describe(type, shape);
    }

    public static String describe(TensorType type, @Nullable List<Long> shape) {
        return type.id()
                + (shape == null
                        ? "[of any rank]"
                        : shape.stream()
                                .map(size -> size == ANY ? "?" : Long.toString(size))
                                .collect(Collectors.joining(", ", "[", "]")));
    }
}
