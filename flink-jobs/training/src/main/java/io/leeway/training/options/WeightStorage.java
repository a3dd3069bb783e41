package io.leeway.training.options;

import java.util.Locale;

/** How a served graph keeps matrices; vectors and arithmetic are always float32. */
public enum WeightStorage {
    /** As they were trained. */
    FLOAT32,
    /** The upper halves of float32: an eighth of a decimal digit more than two. */
    BFLOAT16,
    /** Whole numbers with 128 for zero and a factor for each column. */
    UINT8;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
