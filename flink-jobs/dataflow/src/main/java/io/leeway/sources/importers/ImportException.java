package io.leeway.sources.importers;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why an import cannot go on: one line for people, which says what was expected, what was found and
 * what to do.
 */
public final class ImportException extends IOException {

    private static final long serialVersionUID = 1L;

    public ImportException(String message) {
        this(message, null);
    }

    public ImportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
