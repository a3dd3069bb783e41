package io.leeway.model;

import org.jspecify.annotations.Nullable;

/**
 * A model that can't be served or called: one line that says what was expected, what was found and
 * what to do.
 *
 * <p>It is an error of the deployment (no such model, a signature that does not fit, an operation
 * that is not allowed), or, out of {@link Predictor#predict}, of the call.
 */
public class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        this(message, null);
    }

    public ModelException(String message, @Nullable Throwable cause) {
        super(message.strip().replaceAll("\\s*\\R\\s*", " "), cause);
    }

    /** The line {@code subject: expected …, found …; advice}. */
    public static ModelException of(Object subject, String expected, String found, String advice) {
        return new ModelException(subject + ": expected " + expected + ", found " + found + "; " + advice);
    }

    /** The first line of what went wrong below, for the part "found" of a message. */
    public static String firstLine(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }
}
