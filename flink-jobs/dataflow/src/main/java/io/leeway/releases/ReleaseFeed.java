package io.leeway.releases;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a scoring operator hears of releases.
 *
 * <p>It is asked, not an input of the operator: an operator cannot wait for its second input while a record of the first is at hand (Flink refuses input selection with
 * checkpoints), and to wait is what makes a replay agree.
 */
public interface ReleaseFeed extends Serializable {

    /** Begins to listen; all that was published before is known when this returns. Whoever subscribes closes. */
    Subscription subscribe() throws InterruptedException;

    /** No releases but those that a job is submitted with. */
    static ReleaseFeed none() {
        return NoReleases.FEED;
    }

    /** What has been heard. Used by several threads of one operator. */
    interface Subscription extends AutoCloseable {

        /**
         * Returns at once where all is known that was published up to a few seconds ago, less than {@link ModelRelease#NOTICE}; waits for that otherwise.
         *
         * @throws IllegalStateException when it cannot be known for long
         */
        void awaitFresh() throws InterruptedException;

        /** Grows with everything that is heard. */
        long generation();

        /** All releases, of all models. */
        List<ModelRelease> releases();

        /** The verdicts by release id. */
        Map<String, ReleaseVerdict> verdicts();

        /** Waits for the verdict on a release. */
        Optional<ReleaseVerdict> awaitVerdict(String releaseId, Duration patience) throws InterruptedException;

        /** Tells everybody a verdict; it is heard here too, unless another was told before. */
        void tell(ReleaseVerdict verdict);

        @Override
        void close();
    }
}
