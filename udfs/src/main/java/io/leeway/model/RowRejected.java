package io.leeway.model;

/** A row that a model cannot answer. The columns are as before it; it becomes a dead letter. */
public final class RowRejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason a word to count by */
    public RowRejected(String reason, String message) {
        // It is part of the day's work and says all by itself: no stack trace.
        super(message, null, false, false);
        this.reason = reason;
    }

    /** {@code not-finite} (NaN, infinity), {@code missing} (null) or {@code malformed} (shape). */
    public String reason() {
        return reason;
    }
}
