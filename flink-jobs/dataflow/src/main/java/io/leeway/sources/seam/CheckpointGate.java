package io.leeway.sources.seam;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds back what an enumerator would send its readers while a checkpoint is on its way to them.
 *
 * <p>Flink itself holds such an event back until the reader has passed the barrier. When the reader
 * fails before that, the event is neither sent nor given up, and the next checkpoint waits for it
 * until it times out: ten minutes, by default, in which nothing is committed. What was held back
 * here is simply asked for again by the restarted reader.
 *
 * <p>The gate opens when every reader has reported that it passed the barrier, and in any case when
 * the checkpoint is complete or given up. The reports are needed for a savepoint, whose end Flink
 * does not announce. For the coordinator's thread alone.
 */
final class CheckpointGate {
    /** The work of no reader in particular. */
    static final int ALL = -1;

    private final Deque<Held> held = new ArrayDeque<>();
    private final Set<Integer> before = new TreeSet<>();
    private long checkpoint;

    private record Held(int subtask, Runnable work) {}

    /** Does the work now, or when the gate opens. */
    void pass(int subtask, Runnable work) {
        if (before.isEmpty()) {
            work.run();
        } else {
            held.addLast(new Held(subtask, work));
        }
    }

    /** The enumerator's state has been taken for a checkpoint, which these readers have to pass. */
    void shut(long checkpointId, Set<Integer> readers) {
        checkpoint = checkpointId;
        before.addAll(readers);
    }

    /** A reader's state has been taken. */
    void passed(int subtask, long checkpointId) {
        if (checkpointId >= checkpoint && before.remove(subtask)) {
            workOff();
        }
    }

    /** The checkpoint is complete, or given up. The end of an earlier one does not count. */
    void ended(long checkpointId) {
        if (checkpointId >= checkpoint) {
            open();
        }
    }

    /** Does what was held back, in its order. */
    void open() {
        before.clear();
        workOff();
    }

    /** A reader failed: what it had asked is void, and another reader's start must not do it. */
    void forget(int subtask) {
        held.removeIf(each -> each.subtask() == subtask);
    }

    /** A reader is restarted, and will ask again for what it had asked. */
    void restart(int subtask) {
        forget(subtask);
        before.remove(subtask);
        workOff();
    }

    private void workOff() {
        while (before.isEmpty() && !held.isEmpty()) {
            held.removeFirst().work().run();
        }
    }
}
