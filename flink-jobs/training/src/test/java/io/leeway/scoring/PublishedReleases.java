package io.leeway.scoring;

import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseFeed;
import io.leeway.releases.ReleaseVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Releases that a test publishes, in this JVM: a feed over a list. */
final class PublishedReleases implements ReleaseFeed, ReleaseFeed.Subscription {
    private static final long serialVersionUID = 1L;

    private final List<ModelRelease> releases = new ArrayList<>();
    private final Map<String, ReleaseVerdict> verdicts = new LinkedHashMap<>();
    private long generation;

    synchronized void publish(ModelRelease release) {
        releases.add(release);
        generation++;
    }

    @Override
    public Subscription subscribe() {
        return this;
    }

    @Override
    public void awaitFresh() {
        // What was published is known at once.
    }

    @Override
    public synchronized long generation() {
        return generation;
    }

    @Override
    public synchronized List<ModelRelease> releases() {
        return List.copyOf(releases);
    }

    @Override
    public synchronized Map<String, ReleaseVerdict> verdicts() {
        return Map.copyOf(verdicts);
    }

    @Override
    public List<ReleaseVerdict> unsaidRefusals() {
        return List.of();
    }

    @Override
    public synchronized Optional<ReleaseVerdict> awaitVerdict(String releaseId, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!verdicts.containsKey(releaseId) && System.nanoTime() < deadline) {
            wait(10);
        }
        return Optional.ofNullable(verdicts.get(releaseId));
    }

    @Override
    public synchronized void publish(ReleaseVerdict verdict) {
        if (verdict.withdrawn()) {
            verdicts.put(verdict.releaseId(), verdict);
        } else {
            verdicts.putIfAbsent(verdict.releaseId(), verdict);
        }
        generation++;
        notifyAll();
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
