package io.leeway.functions.provider;

import io.leeway.model.LoadOptions;
import java.io.Serializable;
import java.time.Duration;

/**
 * How a model is called.
 *
 * @param threads TensorFlow's threads within an operation
 * @param timeout after which a call is ended; zero for never
 */
public record CallSettings(int threads, Duration timeout) implements Serializable {
    /** One thread. */
    public static final CallSettings DEFAULTS = new CallSettings(1, LoadOptions.CALL_TIME);
}
