package io.leeway.model;

/** A row that a model can't be asked about. The row has left no trace in the columns; give it a dead letter and go on. */
public final class RowRejected extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * @param reason a word to count by
     * @param message what was expected and what was found
     */
    public RowRejected(String reason, String message) {
        // It is part of the day's work and says all by itself: no stack trace.
        super(message, null, false, false);
        this.reason = reason;
    }

    /** {@code not-finite} for a number that is NaN or infinite, {@code missing} for a null, {@code malformed} for arrays that are not the task's or the tensor's. */
    public String reason() {
        return reason;
    }
}
