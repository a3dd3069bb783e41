package io.leeway.jobs;

/** Brokers that do not answer: a job that is not attended may ask again. */
final class UnreachableException extends JobException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
