package io.leeway.jobs;

import org.jspecify.annotations.Nullable;

/** A job that cannot be started as it was asked for: one line that says what was expected, what was found and what to do. */
public class JobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JobException(String message) {
        super(message);
    }

    public JobException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Brokers that do not answer: a job that runs may ask again. */
    static final class Unreachable extends JobException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
