package io.leeway.model.calls;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.ThreadPoolOptionProto;

/**
 * The threads on which TensorFlow runs the calls of a model.
 *
 * <p>Without a deadline that is the calling thread, and small models answer soonest so. TensorFlow
 * can only leave a call that runs on another thread: with a deadline each call has a thread of its
 * own, so that calls neither share nor wait for one. Thread-safe.
 */
public final class CallLanes {
    /** More calls at a time share threads. */
    private static final int MOST = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private static final int CALLING_THREAD = -1;

    /** The first calls of a model are slow: it is optimised then. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private final Duration callTime;
    private volatile boolean warm;
    private final Queue<Integer> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger shared = new AtomicInteger();

    /** @param callTime after which a call is ended; zero for never */
    public CallLanes(Duration callTime) {
        this.callTime = callTime;
        if (!callTime.isZero()) {
            for (int lane = 0; lane < MOST; lane++) {
                free.add(lane);
            }
        }
    }

    /** Has a session make the threads. */
    public void declare(ConfigProto.Builder config, int threads) {
        for (int lane : free) {
            config.addSessionInterOpThreadPool(
                    lane, ThreadPoolOptionProto.newBuilder().setNumThreads(threads));
        }
    }

    /** From now on calls have their time and no longer that of the first ones. */
    public void warm() {
        warm = true;
    }

    /** Where the next call runs; the caller gives it back. */
    public Lane take() {
        if (callTime.isZero()) {
            return new Lane(CALLING_THREAD, false, callTime);
        }
        Integer own = free.poll();
        Duration time = warm || callTime.compareTo(WARM_UP) > 0 ? callTime : WARM_UP;
        return own == null
                ? new Lane(Math.floorMod(shared.getAndIncrement(), MOST), false, time)
                : new Lane(own, true, time);
    }

    public void giveBack(Lane lane) {
        if (lane.own) {
            free.add(lane.number);
        }
    }

    /** One call's. */
    public final class Lane {
        private final int number;
        private final boolean own;
        private final Duration time;
        private final long beganNanos = System.nanoTime();

        private Lane(int number, boolean own, Duration time) {
            this.number = number;
            this.own = own;
            this.time = time;
        }

        /** What the call may take; zero for any time. */
        public Duration time() {
            return time;
        }

        public RunOptions options() {
            return RunOptions.newBuilder()
                    .setInterOpThreadPool(number)
                    .setTimeoutInMs(time.toMillis())
                    .build();
        }

        /** Whether the call's time is over. */
        public boolean isPast() {
            return !time.isZero() && System.nanoTime() - beganNanos >= time.toNanos();
        }
    }
}
