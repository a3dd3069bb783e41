package io.leeway.model.trial;

import java.time.Duration;

/**
 * What a trial may take.
 *
 * @param time of a trial, wall clock, from when the process has loaded TensorFlow
 * @param bytes of memory that the process may hold, its heap and TensorFlow's together
 */
public record TrialLimits(Duration time, long bytes) {
    private static final String SECONDS = "leeway.model.trial-seconds";
    private static final String MEGABYTES = "leeway.model.trial-megabytes";
    private static final int DEFAULT_SECONDS = 30;
    private static final int DEFAULT_MEGABYTES = 2048;

    /** 30 s and 2 GB, or what the system properties of these names say. */
    public static TrialLimits ofProcess() {
        return new TrialLimits(
                Duration.ofSeconds(Integer.getInteger(SECONDS, DEFAULT_SECONDS)),
                Integer.getInteger(MEGABYTES, DEFAULT_MEGABYTES) * 1024L * 1024);
    }
}
