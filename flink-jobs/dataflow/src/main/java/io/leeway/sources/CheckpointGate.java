package io.leeway.sources;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Holds back what an enumerator would send its readers while a checkpoint is on its way.
 *
 * <p>Flink itself holds such an event back until the reader has passed the barrier. When the reader
 * fails before that, the event is neither sent nor given up, and the next checkpoint waits for it
 * until it times out: ten minutes, by default, in which nothing is committed. What was held back
 * here is simply asked for again by the restarted reader. For the coordinator's thread alone.
 */
final class CheckpointGate {
    /** The work of no reader in particular. */
    static final int ALL = -1;

    private final Deque<Held> held = new ArrayDeque<>();
    private boolean shut;

    private record Held(int subtask, Runnable work) {}

    /** Does the work now, or when the gate opens. */
    void pass(int subtask, Runnable work) {
        if (shut) {
            held.addLast(new Held(subtask, work));
        } else {
            work.run();
        }
    }

    /** The enumerator's state has been taken. */
    void shut() {
        shut = true;
    }

    /** The checkpoint is complete, or given up: what was held back is done, in its order. */
    void open() {
        shut = false;
        while (!held.isEmpty()) {
            held.removeFirst().work().run();
        }
    }

    /** Readers are restarted, and will ask again for what they had asked. */
    void restart() {
        held.removeIf(each -> each.subtask() != ALL);
        open();
    }
}
