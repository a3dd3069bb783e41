package io.leeway.fault;

import io.leeway.fault.Fault.Moment;
import io.leeway.fault.Fault.Phase;
import io.leeway.jobs.PipelineHooks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The failures of one run, and what became of them: the first is armed in the first attempt, the second in the second, and so on, so that each is a restart of its own.
 *
 * <p>The job runs in this JVM; its functions find their plan by the run's name. Thread-safe.
 */
public final class FaultPlan {
    private static final Map<String, FaultPlan> PLANS = new ConcurrentHashMap<>();
    private static final Duration TAIL = Duration.ofHours(6);

    private final String run;
    private final List<Fault> faults;
    private final long seamMillis;
    private final int parallelism;
    private final List<Happened> happened = new ArrayList<>();

    private int attempt;
    private Phase phase = Phase.HISTORY;
    private int left;
    private int completedHere;
    private long started;
    private long completed;
    private int beyondSeam;
    private final Map<Integer, Boolean> live = new HashMap<>();
    private final Map<Long, Integer> liveInCheckpoint = new HashMap<>();
    private final Map<Long, Phase> phaseInCheckpoint = new HashMap<>();
    private Phase restored = Phase.HISTORY;
    private final Map<String, Long> snapshots = new HashMap<>();
    private final Map<String, Long> records = new HashMap<>();

    /**
     * A failure that happened.
     *
     * @param attempt of the job, from 0
     * @param seam whether the source was at the seam: in the last hours of history or behind them, with at most one checkpoint that lay wholly behind the seam
     * @param detail the subtask and, where it applies, the checkpoint
     */
    public record Happened(String run, int attempt, Fault fault, boolean seam, String detail) {}

    private FaultPlan(String run, List<Fault> faults, Instant seam, int parallelism) {
        this.run = run;
        this.faults = List.copyOf(faults);
        this.seamMillis = seam.toEpochMilli();
        this.parallelism = parallelism;
        arm();
    }

    public static FaultPlan of(String run, List<Fault> faults, Instant seam, int parallelism) {
        FaultPlan plan = new FaultPlan(run, faults, seam, parallelism);
        PLANS.put(run, plan);
        return plan;
    }

    /** The run's name. */
    public String run() {
        return run;
    }

    static FaultPlan named(String run) {
        FaultPlan plan = PLANS.get(run);
        if (plan == null) {
            throw new IllegalStateException("Expected a plan for " + run + " in this JVM, found none");
        }
        return plan;
    }

    private void arm() {
        // A source that is restored on the live topic, at its end perhaps, need not show another record to be there.
        phase = restored;
        completedHere = 0;
        live.clear();
        liveInCheckpoint.clear();
        phaseInCheckpoint.clear();
        snapshots.clear();
        records.clear();
        started = completed;
        left = attempt < faults.size() ? faults.get(attempt).countdown() : 0;
    }

    /** Every task says which attempt it is. */
    synchronized void opened(int ofAttempt) {
        if (ofAttempt > attempt) {
            attempt = ofAttempt;
            arm();
        }
    }

    synchronized void record(String place, int subtask, int ofAttempt, long timeMillis, boolean isLive) {
        records.merge(place, 1L, Long::sum);
        Phase here = phaseOf(timeMillis, isLive);
        if (place.equals(PipelineHooks.SOURCE)) {
            live.put(subtask, isLive);
            phase = here.compareTo(phase) > 0 ? here : phase;
        }
        boolean barrierOnItsWay = started > completed && snapshots.getOrDefault(place + subtask, 0L) < started;
        if (barrierOnItsWay) {
            strike(place, Moment.BEFORE_BARRIER, here, ofAttempt, "subtask " + subtask + ", checkpoint " + started);
        }
        strike(place, Moment.RECORD, here, ofAttempt, "subtask " + subtask);
    }

    private Phase phaseOf(long timeMillis, boolean isLive) {
        if (isLive || timeMillis >= seamMillis) {
            return Phase.LIVE;
        }
        return timeMillis >= seamMillis - TAIL.toMillis() ? Phase.TAIL : Phase.HISTORY;
    }

    synchronized void snapshot(String place, int subtask, int ofAttempt, long checkpoint) {
        if (place.equals(PipelineHooks.SOURCE)) {
            started = Math.max(started, checkpoint);
            phaseInCheckpoint.merge(checkpoint, phase, (one, other) -> one.compareTo(other) > 0 ? one : other);
            liveInCheckpoint.merge(checkpoint, live.getOrDefault(subtask, false) ? 1 : 0, Integer::sum);
        }
        snapshots.put(place + subtask, checkpoint);
        strike(place, Moment.SNAPSHOT, phase, ofAttempt, "subtask " + subtask + ", checkpoint " + checkpoint);
    }

    synchronized void completed(long checkpoint, int ofAttempt) {
        if (checkpoint > completed && ofAttempt == attempt) {
            completed = checkpoint;
            completedHere++;
            restored = phaseInCheckpoint.getOrDefault(checkpoint, restored);
            beyondSeam += liveInCheckpoint.getOrDefault(checkpoint, 0) == parallelism ? 1 : 0;
        }
    }

    synchronized void commit(int subtask, int ofAttempt, Moment moment) {
        strike(Fault.COMMITTER, moment, phase, ofAttempt, "subtask " + subtask);
    }

    private void strike(String place, Moment moment, Phase here, int ofAttempt, String detail) {
        Fault fault = armed(ofAttempt);
        if (fault == null
                || !fault.place().equals(place)
                || fault.moment() != moment
                || here.compareTo(fault.phase()) < 0
                || completedHere < fault.checkpoints()
                || --left > 0) {
            return;
        }
        happened.add(new Happened(run, attempt, fault, phase != Phase.HISTORY && beyondSeam <= 1, detail));
        throw new PlannedFailure("Planned failure " + happened.size() + " of " + run + ": " + fault + ", " + detail);
    }

    private @Nullable Fault armed(int ofAttempt) {
        return ofAttempt == attempt && happened.size() == attempt && attempt < faults.size()
                ? faults.get(attempt)
                : null;
    }

    public synchronized List<Happened> happened() {
        return List.copyOf(happened);
    }

    /** How often the job began anew, whatever the reason. */
    public synchronized int restarts() {
        return attempt;
    }

    /** Where the run is, for the message of one that hangs. */
    public synchronized String progress() {
        return run + ": attempt " + attempt + ", phase " + phase + ", last checkpoint " + completed + ", records since "
                + records + ", live " + live + ", happened " + happened;
    }

    /** Thrown on purpose. */
    static final class PlannedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private PlannedFailure(String message) {
            super(message);
        }
    }
}
