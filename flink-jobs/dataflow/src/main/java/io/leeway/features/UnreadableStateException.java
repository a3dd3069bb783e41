package io.leeway.features;

/** State that this build cannot read; a restart would not help. */
public final class UnreadableStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableStateException(String state, String operator, int latest, int found) {
        super("Expected state " + state + " of operator " + operator + " in format " + latest
                + " or earlier, found format " + found
                + "; start from this savepoint with the build that wrote it or a later one");
    }
}
