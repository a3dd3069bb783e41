package io.leeway.model;

import java.util.Locale;
import org.tensorflow.proto.DataType;

/** The types of tensors that can be fed and fetched. */
public enum TensorType {
    FLOAT32,
    FLOAT64,
    INT32,
    INT64,
    BOOL,
    STRING,
    /** Any other: such a tensor can be named, but neither fed nor fetched. */
    OTHER;

    /** The name in messages and documentation, such as {@code float32}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TensorType of(DataType type) {
        return switch (type) {
            case DT_FLOAT, DT_FLOAT_REF -> FLOAT32;
            case DT_DOUBLE, DT_DOUBLE_REF -> FLOAT64;
            case DT_INT32, DT_INT32_REF -> INT32;
            case DT_INT64, DT_INT64_REF -> INT64;
            case DT_BOOL, DT_BOOL_REF -> BOOL;
            case DT_STRING, DT_STRING_REF -> STRING;
            default -> OTHER;
        };
    }
}
