package io.leeway.jobs.options;

import static java.util.Objects.requireNonNull;

/**
 * The bootstrap job's options.
 *
 * @param source history
 * @param savepoint a new folder for the savepoint
 * @param maxParallelism the live job's maximum parallelism
 */
public record BootstrapJobOptions(JobSourceOptions source, String savepoint, int maxParallelism) {
    /** Flink's for up to 85 slots. */
    public static final int MAX_PARALLELISM = 128;

    public BootstrapJobOptions {
        requireNonNull(savepoint, "savepoint");
        if (maxParallelism < 1) {
            throw new IllegalArgumentException("Expected a maximum parallelism of at least 1, found " + maxParallelism);
        }
    }

    /** With the default maximum parallelism. */
    public static BootstrapJobOptions of(JobSourceOptions source, String savepoint) {
        return new BootstrapJobOptions(source, savepoint, MAX_PARALLELISM);
    }
}
