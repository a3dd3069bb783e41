package io.leeway.functions.rows;

/** What becomes of a row that a model can't answer; Flink parses these names in any case. */
public enum OnError {
    FAIL,
    /** The outputs are null. */
    NULL,
    /** The outputs are null, and the column {@code status} has the reason. */
    STATUS;

    /** The additional column of {@link #STATUS}. */
    public static final String STATUS_COLUMN = "status";

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
