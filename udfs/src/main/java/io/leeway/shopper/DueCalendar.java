package io.leeway.shopper;

import io.leeway.shopper.events.ShopperEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What falls due for one shopper, a function of the activities alone. Keeps four instants. */
final class DueCalendar {
    static final long NEVER = Long.MAX_VALUE;

    private final long sessionGap;
    private final long window;
    private final long[] silences;
    private final long retention;

    private @Nullable ActivityWindows windows;
    private long sessionEnd = NEVER;
    private long windowEnd = NEVER;
    private long lastActivity = NEVER;
    private int silence;
    private long lastEvent = NEVER;

    DueCalendar(ProfileSettings settings) {
        sessionGap = settings.sessionGap().toMillis();
        window = settings.window().toMillis();
        silences = settings.silences().stream().mapToLong(Duration::toMillis).toArray();
        retention = settings.retention().toMillis();
    }

    void observe(ShopperEvent event) {
        long time = event.eventTimeMillis();
        lastEvent = time;
        if (event.type().isActivity()) {
            lastActivity = time;
            sessionEnd = time + sessionGap;
            windowEnd = windows(event.userId()).endOf(time);
            silence = 0;
        }
    }

    /** A calendar is one shopper's, so this is asked for once. */
    private ActivityWindows windows(String userId) {
        ActivityWindows known = windows;
        if (known == null) {
            known = new ActivityWindows(window, userId);
            windows = known;
        }
        return known;
    }

    /** The next instant at which something is due; {@link #NEVER} where nothing is. */
    long next() {
        return Math.min(Math.min(sessionEnd, windowEnd), Math.min(silenceEnd(), forgetAt()));
    }

    /** {@link #NEVER} before the first event. */
    long lastEvent() {
        return lastEvent;
    }

    long forgetAt() {
        return lastEvent == NEVER ? NEVER : lastEvent + retention;
    }

    private long silenceEnd() {
        return lastActivity == NEVER || silence >= silences.length ? NEVER : lastActivity + silences[silence];
    }

    /** Removes what is due at exactly this instant and returns it as a mask of triggers. */
    int take(long dueMillis) {
        int triggers = 0;
        if (sessionEnd == dueMillis) {
            sessionEnd = NEVER;
            triggers |= Trigger.SESSION_END.mask();
        }
        if (windowEnd == dueMillis) {
            windowEnd = NEVER;
            triggers |= Trigger.WINDOW.mask();
        }
        if (silenceEnd() == dueMillis) {
            silence++;
            triggers |= Trigger.SILENCE.mask();
        }
        return triggers;
    }

    void save(ByteOutput out) {
        out.writeLong(lastEvent);
        for (long instant : new long[] {lastActivity, sessionEnd, windowEnd}) {
            out.writeLong(instant == NEVER ? NEVER : instant - lastEvent);
        }
        out.writeLong(silence);
    }

    void load(ByteInput in) {
        lastEvent = in.readLong();
        lastActivity = loadInstant(in);
        sessionEnd = loadInstant(in);
        windowEnd = loadInstant(in);
        silence = in.readInt();
    }

    private long loadInstant(ByteInput in) {
        long sinceLast = in.readLong();
        return sinceLast == NEVER ? NEVER : lastEvent + sinceLast;
    }
}
