package io.leeway.features;

/** State that this build cannot read: one line that says which state of which operator, what was expected and found, and what to do. Starting again would not help. */
public final class UnreadableStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableStateException(String state, String operator, int latest, int found) {
        super("Expected state " + state + " of operator " + operator + " in format " + latest
                + " or earlier, found format " + found
                + "; start from this savepoint with the build that wrote it or a later one");
    }
}
