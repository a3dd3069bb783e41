package io.leeway.records;

import org.jspecify.annotations.Nullable;

/**
 * History that cannot be scored as it is: damaged, out of order, or longer than the seam says. One
 * line that says what was expected, what was found and what to do.
 *
 * <p>It shows only while the history is read; reading it again would not help, so throwing it in a
 * running job keeps Flink from restarting.
 */
public final class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HistoryException(String message) {
        this(message, null);
    }

    public HistoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
