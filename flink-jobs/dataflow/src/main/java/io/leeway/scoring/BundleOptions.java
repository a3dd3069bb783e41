package io.leeway.scoring;

import io.leeway.model.LoadOptions;
import java.io.Serializable;
import java.time.Duration;

/**
 * How rows are bundled.
 *
 * @param rows a bundle is called when it has so many
 * @param linger or when its first row has waited so long; wall clock
 * @param threads of TensorFlow within one operation; one is fastest for small models below 512 rows
 * @param calls what wraps the model
 * @param reasons which scores get reasons
 * @param callTime after which a call of a model is ended, by wall clock; zero for never
 */
public record BundleOptions(
        int rows, Duration linger, int threads, ModelCalls calls, ReasonsAbove reasons, Duration callTime)
        implements Serializable {
    /** What suits the shipped models on a small machine. */
    public static final BundleOptions DEFAULTS = new BundleOptions(128, Duration.ofMillis(20));

    public BundleOptions {
        if (rows < 1 || threads < 1 || linger.isNegative() || callTime.isNegative()) {
            throw new IllegalArgumentException(
                    "Expected at least one row, one thread, and a linger and a time of calls of at least zero, found "
                            + rows + ", " + threads + ", " + linger + " and " + callTime);
        }
    }

    /** One thread of TensorFlow, nothing before the model, no reasons. */
    public BundleOptions(int rows, Duration linger) {
        this(rows, linger, 1, ModelCalls.PLAIN);
    }

    public BundleOptions(int rows, Duration linger, int threads, ModelCalls calls) {
        this(rows, linger, threads, calls, ReasonsAbove.NONE, LoadOptions.CALL_TIME);
    }

    public BundleOptions withRows(int most) {
        return new BundleOptions(most, linger, threads, calls, reasons, callTime);
    }

    public BundleOptions withReasons(ReasonsAbove above) {
        return new BundleOptions(rows, linger, threads, calls, above, callTime);
    }

    public BundleOptions withCallTime(Duration time) {
        return new BundleOptions(rows, linger, threads, calls, reasons, time);
    }

    /** After which a bundle that TensorFlow could not end is given up: reasons are calls, too. */
    Duration patience() {
        return callTime.multipliedBy(3).plus(Duration.ofSeconds(1));
    }
}
