package io.leeway.scoring;

import io.leeway.records.ReleaseRole;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseFeed;
import io.leeway.releases.ReleaseVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What one subtask says of releases that have no verdict yet.
 *
 * <p>A release is too late when it would have decided what has been scored already: a replay would
 * score that by another version. The verdict on it is a record, and the first on a release holds
 * for every subtask, job and replay; so it is found once, and a restart does not find it again. Who
 * says so:
 *
 * <ul>
 *   <li>Each subtask refuses a release behind what it has scored itself, or behind its watermark,
 *       which is the minimum over all subtasks before it, as soon as it receives the release.
 *   <li>One subtask, the verifier, accepts: when it has verified the model, and when the release
 *       takes effect so far ahead of its own progress that the others, which may be a little ahead
 *       of it, have not come there.
 *   <li>How far all subtasks had come is in state. A restored subtask begins at the maximum: what
 *       any of them has scored and committed counts, whichever subtask judges after the restart.
 * </ul>
 *
 * <p>Used by the task thread alone.
 */
final class ReleaseJudge {
    /** After so long, more than a trial takes, another subtask verifies: the first may have ended. */
    private static final Duration OTHERS_VERIFY = Duration.ofSeconds(45);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** So far the verifier may be behind others: within it, all receive what is published. */
    private static final Duration AHEAD = ModelRelease.NOTICE.dividedBy(2);

    private final ReleaseFeed.Subscription feed;
    private final ScorerLoads loads;
    private final boolean verifier;
    private final Set<String> looked = new HashSet<>();
    private final Set<Long> refused = new HashSet<>();
    private long progressMillis;

    /**
     * @param verifier whether this subtask is the one that verifies
     * @param progressMillis how far all subtasks had come, from state
     */
    ReleaseJudge(ReleaseFeed.Subscription feed, ScorerLoads loads, boolean verifier, long progressMillis) {
        this.feed = feed;
        this.loads = loads;
        this.verifier = verifier;
        this.progressMillis = progressMillis;
    }

    /** All up to an instant has been scored here. The end of input is not progress. */
    void advance(long toMillis) {
        if (toMillis != Long.MAX_VALUE) {
            progressMillis = Math.max(progressMillis, toMillis);
        }
    }

    /** For state: how far this subtask has come, or all had when it was restored. */
    long progressMillis() {
        return progressMillis;
    }

    /** What a job is submitted with, and has loaded. */
    void accept(ModelRelease release) {
        if (verifier) {
            feed.publish(ReleaseVerdict.accept(release));
        }
    }

    /** Publishes once that a record does not count. */
    void refuse(ReleaseVerdict record) {
        if (verifier && refused.add(record.offset())) {
            feed.publish(record);
        }
    }

    /** Looks once at a release that has no verdict. */
    void look(ModelRelease release) {
        if (!looked.add(release.id())) {
            return;
        }
        if (verifier) {
            verify(release, AHEAD);
        } else {
            tooLate(release, Duration.ZERO).ifPresent(fault -> feed.publish(ReleaseVerdict.refuse(release, fault)));
        }
    }

    /** Gets a verdict; what the rules refuse, and what needs no model, has one at once. */
    private void verify(ModelRelease release, Duration ahead) {
        Optional<String> fault = release.fault().or(() -> tooLate(release, ahead));
        if (fault.isPresent()) {
            feed.publish(ReleaseVerdict.refuse(release, fault.get()));
        } else if (release.role() == ReleaseRole.RETIRED) {
            feed.publish(ReleaseVerdict.accept(release));
        } else {
            loads.beginTried(release, feed::publish);
        }
    }

    private Optional<String> tooLate(ModelRelease release, Duration ahead) {
        // Written without a sum, which would overflow before anything was scored.
        return release.effectiveFromMillis() - ahead.toMillis() > progressMillis
                ? Optional.empty()
                : Optional.of("Expected a release that takes effect after what has been scored, up to "
                        + Instant.ofEpochMilli(progressMillis) + ", found "
                        + Instant.ofEpochMilli(release.effectiveFromMillis())
                        + "; publish it again, with the allowed lateness that the job has");
    }

    /**
     * Waits for the verdict on a release that is due.
     *
     * @throws IllegalStateException when none comes
     */
    void awaitVerdict(ModelRelease release) throws InterruptedException {
        if (feed.awaitVerdict(release.id(), OTHERS_VERIFY).isPresent()) {
            return;
        }
        // The others that are as far wait as well: none has scored what the release decides.
        verify(release, Duration.ZERO);
        if (feed.awaitVerdict(release.id(), PATIENCE).isEmpty()) {
            throw new IllegalStateException("Expected a verdict on release " + release.id() + " of " + release.model()
                    + " version " + release.version() + " within " + PATIENCE.toMinutes()
                    + " min, found none; check that its location can be read and that the brokers answer");
        }
    }
}
