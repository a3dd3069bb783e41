package io.leeway.functions.rows;

import io.leeway.model.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of one row of a tensor: its dimensions without the batch.
 *
 * @param dimensions {@link TensorSpec#ANY} where any size will do; empty as well where the rank is
 *     unknown
 * @param ranked whether the rank is known
 */
record RowShape(List<Long> dimensions, boolean ranked) {
    static final int UNKNOWN_RANK = -1;

    RowShape {
        dimensions = List.copyOf(dimensions);
    }

    static RowShape of(TensorSpec tensor) {
        List<Long> shape = tensor.shape();
        return shape == null
                ? new RowShape(List.of(), false)
                : new RowShape(shape.isEmpty() ? shape : shape.subList(1, shape.size()), true);
    }

    int rank() {
        return ranked ? dimensions.size() : UNKNOWN_RANK;
    }

    /** Whether a row can be one value. */
    boolean mayBeScalar() {
        return dimensions.stream().allMatch(size -> size == 1);
    }

    /** Whether a flat array says which shape it has. */
    boolean mayBeFlat() {
        return !ranked || (!dimensions.isEmpty() && unknown() <= 1);
    }

    /** Whether rows may differ in shape. */
    boolean varies() {
        return !ranked || unknown() > 0;
    }

    private long unknown() {
        return dimensions.stream().filter(size -> size == TensorSpec.ANY).count();
    }

    /** The one shape of all rows; only where they do not vary. */
    List<Integer> fixed() {
        return dimensions.stream().map(Math::toIntExact).toList();
    }

    /** The shape of a flat array of so many values; null where it can be none. */
    @Nullable
    List<Integer> ofFlat(int length) {
        if (!ranked) {
            return List.of(length);
        }
        int known = 1;
        for (long size : dimensions) {
            known *= size == TensorSpec.ANY ? 1 : Math.toIntExact(size);
        }
        boolean fits = unknown() == 0 ? length == known : known > 0 && length % known == 0;
        if (!fits) {
            return null;
        }
        List<Integer> sizes = new ArrayList<>(dimensions.size());
        for (long size : dimensions) {
            sizes.add(size == TensorSpec.ANY ? length / known : Math.toIntExact(size));
        }
        return sizes;
    }

    /** The shape of nested arrays of such sizes; null where it can be none. */
    @Nullable
    List<Integer> ofNested(List<Integer> sizes) {
        if (!ranked) {
            return sizes;
        }
        for (int i = 0; i < sizes.size(); i++) {
            if (dimensions.get(i) != TensorSpec.ANY && dimensions.get(i) != (long) sizes.get(i)) {
                return null;
            }
        }
        return sizes;
    }

    /** As people write it: {@code [?, 9]}. */
    String describe() {
        return ranked
                ? dimensions.stream()
                        .map(size -> size == TensorSpec.ANY ? "?" : Long.toString(size))
                        .toList()
                        .toString()
                : "any";
    }
}
