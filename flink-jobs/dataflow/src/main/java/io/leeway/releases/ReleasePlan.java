package io.leeway.releases;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a model decide at an instant of event time: a function of the set of releases,
 * in whatever order they arrive.
 *
 * <p>Releases count in the order of their effect, those of one instant in the order of their
 * publication. A version that becomes active is no longer a canary or a shadow; a new canary takes
 * the place of the one before, and so does a shadow. Immutable.
 */
public final class ReleasePlan {
    private static final Comparator<ModelRelease> ORDER = Comparator.comparingLong(ModelRelease::effectiveFromMillis)
            .thenComparingLong(ModelRelease::issuedAtMillis)
            .thenComparingLong(ModelRelease::version)
            .thenComparing(ModelRelease::id);
    private static final Deciders NONE = new Deciders(null, null, null);

    private final NavigableMap<Long, Deciders> steps = new TreeMap<>();

    private ReleasePlan() {}

    /** The plan of one model; releases of others are not looked at. */
    public static ReleasePlan of(String model, Collection<ModelRelease> releases) {
        ReleasePlan plan = new ReleasePlan();
        List<ModelRelease> ordered = releases.stream()
                .filter(release -> release.model().equals(model))
                .sorted(ORDER)
                .toList();
        Deciders deciders = NONE;
        for (ModelRelease release : ordered) {
            deciders = deciders.after(release);
            plan.steps.put(release.effectiveFromMillis(), deciders);
        }
        return plan;
    }

    /** Who decides at an as-of time. */
    public Deciders at(long asOfMillis) {
        Map.Entry<Long, Deciders> step = steps.floorEntry(asOfMillis);
        return step == null ? NONE : step.getValue();
    }

    /** Since when they do; {@link Long#MIN_VALUE} before the first release. */
    public long decidingSince(long asOfMillis) {
        Long since = steps.floorKey(asOfMillis);
        return since == null ? Long.MIN_VALUE : since;
    }

    /** When that changes next after an instant; {@link Long#MAX_VALUE} where it does not. */
    public long changesAfter(long asOfMillis) {
        Long next = steps.higherKey(asOfMillis);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** All that serve at some instant of a span, both ends included. */
    public Set<ModelRelease> serving(long fromMillis, long toMillis) {
        Set<ModelRelease> serving = new LinkedHashSet<>();
        at(fromMillis).all().forEach(serving::add);
        steps.subMap(fromMillis, true, toMillis, true).values().stream()
                .flatMap(Deciders::all)
                .forEach(serving::add);
        return serving;
    }

    /**
     * Who decides for a while.
     *
     * @param active null before the first release
     * @param canary null where there is none
     * @param shadow null where there is none
     */
    public record Deciders(
            @Nullable ModelRelease active,
            @Nullable ModelRelease canary,
            @Nullable ModelRelease shadow) {

        /** The release that decides for a user: always the same one while these decide. */
        public Optional<ModelRelease> decider(String userId) {
            ModelRelease taken = canary;
            return Optional.ofNullable(taken != null && CanaryShare.holds(taken, userId) ? taken : active);
        }

        /** All that serve. */
        public Stream<ModelRelease> all() {
            return Stream.of(Optional.ofNullable(active), Optional.ofNullable(canary), Optional.ofNullable(shadow))
                    .flatMap(Optional::stream);
        }

        private Deciders after(ModelRelease release) {
            return switch (release.role()) {
                case ACTIVE -> new Deciders(release, without(canary, release), without(shadow, release));
                case CANARY -> new Deciders(active, release, without(shadow, release));
                case SHADOW -> new Deciders(active, without(canary, release), release);
                case RETIRED -> new Deciders(active, without(canary, release), without(shadow, release));
            };
        }

        private static @Nullable ModelRelease without(@Nullable ModelRelease held, ModelRelease release) {
            return held == null || held.sameVersion(release) ? null : held;
        }
    }
}
