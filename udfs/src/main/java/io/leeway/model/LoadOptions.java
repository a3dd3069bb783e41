package io.leeway.model;

import io.leeway.shopper.Task;
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
 */
public record LoadOptions(
        int intraOpThreads,
        int interOpThreads,
        @Nullable String digest,
        boolean foreign,
        @Nullable Task task,
        Map<String, Long> profile) {

    public LoadOptions {
        profile = Map.copyOf(profile);
        if (intraOpThreads < 1 || interOpThreads < 1) {
            throw new IllegalArgumentException("Expected at least 1 thread within and between operations, found "
                    + intraOpThreads + " and " + interOpThreads);
        }
    }

    /** A released model that answers a task over such profiles, on one thread. */
    public static LoadOptions serving(Task task, Map<String, Long> profile) {
        return new LoadOptions(1, 1, null, false, task, profile);
    }

    /** A released model, whatever its task, on one thread. */
    public static LoadOptions released() {
        return new LoadOptions(1, 1, null, false, null, Map.of());
    }

    /** Any SavedModel, with a manifest or without, on one thread. */
    public static LoadOptions anyModel() {
        return new LoadOptions(1, 1, null, true, null, Map.of());
    }

    /** These options for a model of this digest alone; null takes any. */
    public LoadOptions withDigest(@Nullable String expected) {
        return new LoadOptions(intraOpThreads, interOpThreads, expected, foreign, task, profile);
    }

    /** These options with other numbers of threads. */
    public LoadOptions withThreads(int within, int between) {
        return new LoadOptions(within, between, digest, foreign, task, profile);
    }
}
