package io.leeway.operators;

import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.InternalTimeServiceManager;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Fires the event-time timers of an operator in steps, between which records and barriers pass: a
 * watermark that jumps over weeks of history may make every shopper due at once, and a checkpoint
 * does not wait for all of them.
 *
 * <p>A watermark is passed on when every timer up to it has fired. Flink has the same for unaligned
 * checkpoints alone, since only these bring a mail; here a step ends after a number of timers.
 *
 * <p>For the task's thread. Keeps nothing across a restart: timers that have not fired are in the
 * snapshot, and the next watermark fires them.
 */
public final class SteppedTimers {
    /** About a millisecond's work, so that the records in front of a barrier wait a second or two. */
    static final int STEP = 16;

    private final InternalTimeServiceManager<?> timers;
    private final MailboxExecutor mailbox;
    private final Output<?> output;
    private Watermark target = new Watermark(Long.MIN_VALUE);
    private long reachedMillis = Long.MIN_VALUE;
    private boolean scheduled;

    /**
     * Fires these timers.
     *
     * @param mailbox of the operator
     * @param output where watermarks are passed on
     */
    public SteppedTimers(InternalTimeServiceManager<?> timers, MailboxExecutor mailbox, Output<?> output) {
        this.timers = timers;
        this.mailbox = mailbox;
        this.output = output;
    }

    /** Fires the first timers up to this watermark now, and the others in later steps. */
    public void advance(Watermark mark) throws Exception {
        target = mark;
        if (!scheduled) {
            step();
        }
    }

    /** Fires all timers up to the last watermark now: there are no later steps. */
    public void finish(Watermark last) throws Exception {
        target = last;
        timers.advanceWatermark(last);
        passOn();
    }

    /** Up to where every timer has fired. */
    public long reachedMillis() {
        return reachedMillis;
    }

    private void step() throws Exception {
        if (reachedMillis == target.getTimestamp()) {
            return;
        }
        Budget budget = new Budget();
        if (timers.tryAdvanceWatermark(target, budget::isSpent)) {
            passOn();
        } else {
            scheduled = true;
            mailbox.execute(
                    MailboxExecutor.MailOptions.deferrable(),
                    () -> {
                        scheduled = false;
                        step();
                    },
                    "timers up to %s",
                    target);
        }
    }

    private void passOn() {
        reachedMillis = target.getTimestamp();
        output.emitWatermark(target);
    }

    private static final class Budget {
        private int fired;

        private boolean isSpent() {
            return ++fired >= STEP;
        }
    }
}
