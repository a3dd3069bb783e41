package io.leeway.cli.console;

/**
 * The innermost cause of a failure, from a throwable or from a stack trace that Flink gives as
 * text.
 */
public final class RootCause {
    private static final String CAUSED_BY = "Caused by: ";

    private RootCause() {}

    /** Its message; the text {@code null} where it has none. */
    public static String message(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Its class and message: the line of the last "Caused by", or else the first line. */
    public static String of(String stackTrace) {
        int at = stackTrace.lastIndexOf(CAUSED_BY);
        String cause = at < 0 ? stackTrace : stackTrace.substring(at + CAUSED_BY.length());
        return cause.strip().lines().findFirst().orElse("");
    }

    /** Its message alone. */
    public static String messageOf(String stackTrace) {
        return of(stackTrace).replaceFirst("^[\\w.$]+: ", "");
    }
}
