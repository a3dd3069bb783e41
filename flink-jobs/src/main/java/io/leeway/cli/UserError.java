package io.leeway.cli;

/**
 * What went wrong, said to the person at the terminal: one line with what was expected, what was found and what to do. It is printed without a stack trace, and the command
 * exits with a code other than 0.
 */
public final class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    /** With the cause, which is shown when the person asks for it. */
    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
