package io.leeway.scoring;

import io.leeway.records.ModelRelease;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The releases of one model, in order of event time: which of them answers at an instant is a function of the set. */
final class Releases {
    private final String model;
    private final TreeSet<ModelRelease> byTime =
            new TreeSet<>(Comparator.comparingLong(ModelRelease::effectiveFromMillis)
                    .thenComparingLong(ModelRelease::version)
                    .thenComparing(ModelRelease::digest)
                    .thenComparing(ModelRelease::location));

    Releases(String model, Collection<ModelRelease> known) {
        this.model = model;
        known.forEach(this::add);
    }

    /** Adds a release of this model; those of others are not its business. */
    void add(ModelRelease release) {
        if (release.model().equals(model)) {
            byTime.add(release);
        }
    }

    /** The latest release that is effective at an as-of time. */
    Optional<ModelRelease> at(long asOfMillis) {
        ModelRelease deciding = null;
        for (ModelRelease release : byTime) {
            if (release.effectiveFromMillis() > asOfMillis) {
                break;
            }
            deciding = release;
        }
        return Optional.ofNullable(deciding);
    }

    List<ModelRelease> all() {
        return List.copyOf(byTime);
    }
}
