package io.leeway.scoring;

import io.leeway.model.ModelException;
import io.leeway.records.ReleaseRole;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseFeed;
import io.leeway.releases.ReleasePlan;
import io.leeway.releases.ReleasePlan.Deciders;
import io.leeway.releases.ReleaseVerdict;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The releases of one model in one subtask: which are known, which may serve, and the models of
 * those that do or soon will.
 *
 * <p>What the topics say of a release holds, and state beside it only for what they no longer have.
 * Verdicts are {@link ReleaseJudge}'s, found off the task thread. A record waits for a verdict or a
 * load only where its as-of time needs it: that is {@link ModelRelease#NOTICE} later than the
 * release was published, or more. Used by the task thread alone.
 */
final class ServingReleases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServingReleases.class);

    /** Loads begin so long before they are due, in event time. */
    private static final Duration LEAD = Duration.ofMinutes(10);

    /** A model stays loaded for so long after its last as-of time, for late requests. */
    private static final Duration LINGER = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final String model;
    private final ReleaseFeed.Subscription feed;
    private final ScorerLoads loads;
    private final ReleaseJudge judge;
    private final Map<String, ModelRelease> known = new LinkedHashMap<>();
    private final Map<String, ReleaseVerdict> verdicts = new LinkedHashMap<>();
    private final Set<String> initial;
    private final Set<String> withdrawn = new HashSet<>();

    private ReleasePlan plan;
    private long generation;
    private long nextLoadAtMillis = Long.MIN_VALUE;
    private volatile Deciders current = new Deciders(null, null, null);
    /** The span of as-of times for which {@code current} holds: none at first. */
    private long currentFrom;

    private long currentTo;
    private final AtomicLong waitedNanos = new AtomicLong();
    private volatile long refused;

    /**
     * @param begin what the job was submitted with
     * @param restored what state held
     * @param judged verdicts that state held
     * @param judge says what is to be said of new ones
     */
    ServingReleases(
            String model,
            Collection<ModelRelease> begin,
            Collection<ModelRelease> restored,
            Collection<ReleaseVerdict> judged,
            ReleaseFeed.Subscription feed,
            ScorerLoads loads,
            ReleaseJudge judge)
            throws InterruptedException {
        this.model = model;
        this.feed = feed;
        this.loads = loads;
        this.judge = judge;
        // What an earlier submission began with has no issue time; it gives way to what this one
        // begins with. A release out of the topics never is of these, whatever its times.
        Collection<ModelRelease> first = begin.isEmpty()
                ? restored.stream().filter(ServingReleases::hasNoIssue).toList()
                : begin;
        this.initial = Set.copyOf(first.stream().map(ModelRelease::id).toList());
        first.forEach(this::register);
        restored.stream().filter(release -> !hasNoIssue(release)).forEach(this::register);
        judged.forEach(verdict -> verdicts.put(verdict.releaseId(), verdict));
        // A model that a job is submitted with and that does not load is a deployment's error: the
        // job fails before it has read anything.
        for (ModelRelease release : begin) {
            loads.get(release);
            judge.accept(release);
        }
        this.plan = ReleasePlan.of(model, List.of());
        refresh();
    }

    private static boolean hasNoIssue(ModelRelease release) {
        return release.issuedAtMillis() == Long.MIN_VALUE;
    }

    private void register(ModelRelease release) {
        if (release.model().equals(model)) {
            known.putIfAbsent(release.id(), release);
        }
    }

    private void refreshIfChanged() {
        if (feed.generation() != generation) {
            refresh();
        }
    }

    private void refresh() {
        generation = feed.generation();
        for (ModelRelease release : feed.releases()) {
            if (release.model().equals(model) && !initial.contains(release.id())) {
                known.put(release.id(), release);
            }
        }
        verdicts.putAll(feed.verdicts());
        known.values().stream().filter(this::undecided).forEach(judge::look);
        feed.unsaidRefusals().stream()
                .filter(refusal -> refusal.model().equals(model))
                .forEach(judge::refuse);
        plan = ReleasePlan.of(
                model, known.values().stream().filter(this::mayServe).toList());
        refused = known.values().stream().filter(release -> !mayServe(release)).count();
        nextLoadAtMillis = Long.MIN_VALUE;
        currentFrom = 0;
        currentTo = 0;
    }

    private boolean mayServe(ModelRelease release) {
        ReleaseVerdict verdict = verdicts.get(release.id());
        return isInitial(release) || (release.fault().isEmpty() && (verdict == null || verdict.accepted()));
    }

    private boolean undecided(ModelRelease release) {
        return !isInitial(release) && !verdicts.containsKey(release.id());
    }

    private boolean isInitial(ModelRelease release) {
        return initial.contains(release.id());
    }

    /**
     * Who decides at an as-of time; waits for verdicts that are due.
     *
     * @throws IllegalStateException when what was published cannot be known, or no verdict comes
     */
    Deciders at(long asOfMillis) throws InterruptedException {
        feed.awaitFresh();
        refreshIfChanged();
        if (asOfMillis < currentFrom || asOfMillis >= currentTo) {
            current = decided(asOfMillis);
            currentFrom = plan.decidingSince(asOfMillis);
            currentTo = plan.changesAfter(asOfMillis);
        }
        judge.advance(asOfMillis);
        return current;
    }

    private Deciders decided(long asOfMillis) throws InterruptedException {
        while (true) {
            Deciders deciders = plan.at(asOfMillis);
            Optional<ModelRelease> open = deciders.all().filter(this::undecided).findFirst();
            if (open.isEmpty()) {
                return deciders;
            }
            long began = System.nanoTime();
            judge.awaitVerdict(open.get());
            waitedNanos.addAndGet(System.nanoTime() - began);
            refresh();
        }
    }

    /** The scorer of a release that may serve; waits for its load. */
    ReleaseScorer scorer(ModelRelease release) throws InterruptedException {
        if (loads.isReady(release)) {
            return loads.get(release);
        }
        long began = System.nanoTime();
        try {
            return loaded(release, began);
        } finally {
            waitedNanos.addAndGet(System.nanoTime() - began);
        }
    }

    /** What one subtask has verified may reach another's disk a little later. */
    private ReleaseScorer loaded(ModelRelease release, long began) throws InterruptedException {
        while (true) {
            try {
                return loads.get(release);
            } catch (ModelException notYet) {
                if (isInitial(release) || System.nanoTime() - began > PATIENCE.toNanos()) {
                    throw notYet;
                }
                LOG.warn("{} version {} is due and not there yet: {}", model, release.version(), notYet.getMessage());
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted while waiting for a model");
                }
            }
        }
    }

    /**
     * Ends a release whose model does not answer, for every job, as soon as they receive that. What
     * this job was submitted with stays: nothing was before it.
     */
    void withdraw(ModelRelease release) {
        if (withdrawn.add(release.id())) {
            String found = "Expected a model that answers, found none in " + CallBreaker.MOST
                    + " bundles one after another, or a call that does not end";
            LOG.error("{} version {}: {}", model, release.version(), found);
            if (!isInitial(release)) {
                feed.publish(ReleaseVerdict.withdraw(release, found + "; it was withdrawn"));
            }
        }
    }

    /** Begins loads that will soon be due, even where no events come. */
    void advance(long watermarkMillis) {
        refreshIfChanged();
        judge.advance(watermarkMillis);
        if (watermarkMillis < Math.max(0, nextLoadAtMillis) || watermarkMillis == Long.MAX_VALUE) {
            return;
        }
        long horizon = watermarkMillis + LEAD.toMillis();
        for (ModelRelease release : plan.serving(watermarkMillis, horizon)) {
            if (!undecided(release) && release.role() != ReleaseRole.RETIRED) {
                loads.begin(release, verdict -> LOG.info("{} version {} is ready", model, release.version()));
            }
        }
        long next = plan.changesAfter(horizon);
        nextLoadAtMillis = next == Long.MAX_VALUE ? next : next - LEAD.toMillis();
    }

    /** Closes models that no request can ask for any more. No call may be under way. */
    void retire(long watermarkMillis) {
        if (watermarkMillis != Long.MAX_VALUE && watermarkMillis > LINGER.toMillis()) {
            loads.keepOnly(plan.serving(watermarkMillis - LINGER.toMillis(), Long.MAX_VALUE));
        }
    }

    /** For state: all that is known. */
    List<ModelRelease> known() {
        return List.copyOf(known.values());
    }

    List<ReleaseVerdict> verdicts() {
        return verdicts.values().stream()
                .filter(verdict -> known.containsKey(verdict.releaseId()))
                .toList();
    }

    /** Whether anything was ever to be scored in the shadow. */
    boolean shadows() {
        return known.values().stream().anyMatch(release -> release.role() == ReleaseRole.SHADOW);
    }

    /** The version that decided last, but for the canary's users; 0 for none. Thread-safe. */
    long activeVersion() {
        return version(current.active());
    }

    /** The canary's; 0 where there is none. */
    long canaryVersion() {
        return version(current.canary());
    }

    /** The shadow's; 0 where there is none. */
    long shadowVersion() {
        return version(current.shadow());
    }

    private static long version(@Nullable ModelRelease release) {
        return release == null ? 0 : release.version();
    }

    /** How long requests waited for verdicts and loads, milliseconds. */
    long waitedMillis() {
        return waitedNanos.get() / 1_000_000;
    }

    long refused() {
        return refused;
    }

    @Override
    public void close() {
        feed.close();
        loads.close();
    }
}
