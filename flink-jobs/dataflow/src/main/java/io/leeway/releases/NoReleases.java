package io.leeway.releases;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nothing is published, so nothing is waited for. */
enum NoReleases implements ReleaseFeed, ReleaseFeed.Subscription {
    FEED;

    @Override
    public Subscription subscribe() {
        return this;
    }

    @Override
    public void awaitFresh() {
        // There is nothing to know.
    }

    @Override
    public long generation() {
        return 0;
    }

    @Override
    public List<ModelRelease> releases() {
        return List.of();
    }

    @Override
    public Map<String, ReleaseVerdict> verdicts() {
        return Map.of();
    }

    @Override
    public List<ReleaseVerdict> unsaidRefusals() {
        return List.of();
    }

    @Override
    public Optional<ReleaseVerdict> awaitVerdict(String releaseId, Duration patience) {
        return Optional.empty();
    }

    @Override
    public void publish(ReleaseVerdict verdict) {
        // There is no topic.
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
