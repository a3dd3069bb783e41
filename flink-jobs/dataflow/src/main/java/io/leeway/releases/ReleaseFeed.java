package io.leeway.releases;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings releases to a scoring operator.
 *
 * <p>It is no input of the operator: an operator cannot wait for its second input while it has a
 * record of the first (Flink refuses input selection with checkpoints), and the wait makes a replay
 * agree.
 */
public interface ReleaseFeed extends Serializable {
    /** Subscribes; returns when all that was published before is known. The caller closes it. */
    Subscription subscribe() throws InterruptedException;

    /** No releases but those that a job is submitted with. */
    static ReleaseFeed none() {
        return NoReleases.FEED;
    }

    /** What has been received. Used by several threads of one operator. */
    interface Subscription extends AutoCloseable {
        /**
         * Returns at once where all is known that was published up to a few seconds ago, less than
         * {@link ModelRelease#NOTICE}; waits for that otherwise.
         *
         * @throws IllegalStateException when it cannot be known for long
         */
        void awaitFresh() throws InterruptedException;

        /** Changes with what is known. */
        long generation();

        /** All releases, of all models. */
        List<ModelRelease> releases();

        /** The verdicts by release id. */
        Map<String, ReleaseVerdict> verdicts();

        /** Refusals of records that do not count, which no job has published yet. */
        List<ReleaseVerdict> unsaidRefusals();

        /** Waits for the verdict on a release. */
        Optional<ReleaseVerdict> awaitVerdict(String releaseId, Duration patience) throws InterruptedException;

        /** Publishes a verdict; it is received here too, unless another holds. */
        void publish(ReleaseVerdict verdict);

        @Override
        void close();
    }
}
