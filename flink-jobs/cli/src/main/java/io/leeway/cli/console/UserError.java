package io.leeway.cli.console;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Something the person at the terminal can put right: wrong options, an absent file, a broker that
 * does not answer.
 *
 * <p>The message is one line that says what was expected, what was found and what to do; the
 * command prints it alone and ends with exit code 1.
 */
public final class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    /** @throws UserError with the problem, unless the condition holds */
    public static void require(boolean holds, String problem) {
        if (!holds) {
            throw new UserError(problem);
        }
    }

    /** What work gives; a failure that is no RuntimeException becomes an error of one line. */
    public static <T> T expect(String expected, Callable<T> work) throws InterruptedException {
        try {
            return work.call();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new UserError("Expected " + expected + ", found: " + e.getMessage(), e);
        }
    }

    /** Expected this, found that; do so. */
    public static UserError found(String expected, @Nullable Object found, String remedy, Throwable cause) {
        return new UserError("Expected " + expected + ", found: " + found + "; " + remedy, cause);
    }

    /** The cause is shown with {@code --verbose} only. */
    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
