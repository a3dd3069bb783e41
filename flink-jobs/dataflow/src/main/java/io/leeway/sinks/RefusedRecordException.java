package io.leeway.sinks;

/**
 * A record that a producer or a topic does not take, however often it is sent. One line for people.
 */
public final class RefusedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedRecordException(String message) {
        super(message);
    }

    public RefusedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
