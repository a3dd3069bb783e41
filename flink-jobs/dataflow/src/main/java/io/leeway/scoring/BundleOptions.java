package io.leeway.scoring;

import java.io.Serializable;
import java.time.Duration;

/**
 * How rows are bundled.
 *
 * @param rows a bundle is called when it has so many
 * @param linger or when its first row has waited so long; wall clock
 * @param threads of TensorFlow within one operation; one is fastest for small models below 512 rows
 * @param calls what wraps the model
 */
public record BundleOptions(int rows, Duration linger, int threads, ModelCalls calls, ReasonsAbove reasons)
        implements Serializable {
    /** What suits the shipped models on a small machine. */
    public static final BundleOptions DEFAULTS = new BundleOptions(128, Duration.ofMillis(20));

    public BundleOptions {
        if (rows < 1 || threads < 1 || linger.isNegative()) {
            throw new IllegalArgumentException(
                    "Expected at least one row, one thread and a linger of at least zero, found " + rows + ", "
                            + threads + " and " + linger);
        }
    }

    /** One thread of TensorFlow, nothing before the model, no reasons. */
    public BundleOptions(int rows, Duration linger) {
        this(rows, linger, 1, ModelCalls.PLAIN);
    }

    public BundleOptions(int rows, Duration linger, int threads, ModelCalls calls) {
        this(rows, linger, threads, calls, ReasonsAbove.NONE);
    }

    public BundleOptions withReasons(ReasonsAbove above) {
        return new BundleOptions(rows, linger, threads, calls, above);
    }
}
