package io.leeway.sources.base;

import java.io.Serializable;

/**
 * What has to hold when a source is read from its beginning; a source that is restored is not
 * checked. It runs where the job's splits are handed out.
 */
@FunctionalInterface
public interface StartCheck extends Serializable {

    /**
     * Returns when all holds.
     *
     * @throws org.apache.flink.runtime.execution.SuppressRestartsException to end the job for good
     * @throws RuntimeException to let it be restarted and the check repeated
     */
    void check();

    /** This check, and then another. */
    default StartCheck then(StartCheck next) {
        return () -> {
            check();
            next.check();
        };
    }
}
