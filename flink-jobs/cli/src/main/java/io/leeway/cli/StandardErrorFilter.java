package io.leeway.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The process through which the launcher leads standard error, to keep lines of native libraries
 * out of it.
 */
final class StandardErrorFilter {

    /** Set by the launcher: the filter's process id. */
    private static final String PROPERTY = "leeway.stderr.filter";

    private static final int PATIENCE_SECONDS = 5;

    private StandardErrorFilter() {}

    /**
     * Ends standard error and waits until all of it is passed on, so that a prompt does not
     * overtake it. Without a filter: nothing.
     */
    static void drain() {
        Long pid = Long.getLong(PROPERTY);
        if (pid == null) {
            return;
        }
        // A process that this one started has the property as well, but not the filter as its
        // child.
        ProcessHandle.of(pid)
                .filter(filter ->
                        filter.parent().filter(ProcessHandle.current()::equals).isPresent())
                .ifPresent(filter -> {
                    System.err.flush();
                    try {
                        new FileOutputStream(FileDescriptor.err).close();
                        filter.onExit()
                                .completeOnTimeout(filter, PATIENCE_SECONDS, TimeUnit.SECONDS)
                                .join();
                    } catch (IOException e) {
                        // Then it is not waited for.
                        return;
                    }
                });
    }
}
