package io.leeway.model;

import io.leeway.shopper.Task;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model is loaded and what it is held against.
 *
 * @param intraOpThreads threads within one operation; 1 is fastest below a few hundred rows
 * @param interOpThreads threads between operations
 * @param digest the digest that the model must have; null to take any
 * @param foreign whether a model without a manifest is taken, one that another project made
 * @param task the task that the model has to answer; null to check none
 * @param profile the settings of the profile that feeds it, which the manifest must repeat; looked
 *     at with a task only
 * @param callTime after which a call is ended, by wall clock; zero, as at first, for never
 */
public record LoadOptions(
        int intraOpThreads,
        int interOpThreads,
        @Nullable String digest,
        boolean foreign,
        @Nullable Task task,
        Map<String, Long> profile,
        Duration callTime) {
    /** Of what serves: more than a bundle takes on a busy machine. */
    public static final Duration CALL_TIME = Duration.ofSeconds(10);

    public LoadOptions {
        profile = Map.copyOf(profile);
        if (intraOpThreads < 1 || interOpThreads < 1) {
            throw new IllegalArgumentException("Expected at least 1 thread within and between operations, found "
                    + intraOpThreads + " and " + interOpThreads);
        }
        if (callTime.isNegative()) {
            throw new IllegalArgumentException("Expected a time of calls of at least zero, found " + callTime);
        }
    }

    /** A released model that answers a task over such profiles, on one thread. */
    public static LoadOptions serving(Task task, Map<String, Long> profile) {
        return new LoadOptions(1, 1, null, false, task, profile, Duration.ZERO);
    }

    /** A released model, whatever its task, on one thread. */
    public static LoadOptions released() {
        return new LoadOptions(1, 1, null, false, null, Map.of(), Duration.ZERO);
    }

    /** Any SavedModel, with a manifest or without, on one thread. */
    public static LoadOptions anyModel() {
        return new LoadOptions(1, 1, null, true, null, Map.of(), Duration.ZERO);
    }

    /** These options for a model of this digest alone; null takes any. */
    public LoadOptions withDigest(@Nullable String expected) {
        return new LoadOptions(intraOpThreads, interOpThreads, expected, foreign, task, profile, callTime);
    }

    /** These options with other numbers of threads. */
    public LoadOptions withThreads(int within, int between) {
        return new LoadOptions(within, between, digest, foreign, task, profile, callTime);
    }

    /** These options with another time after which a call is ended; zero for never. */
    public LoadOptions withCallTime(Duration time) {
        return new LoadOptions(intraOpThreads, interOpThreads, digest, foreign, task, profile, time);
    }
}
