package io.leeway.shopper;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a shopper's one timer fires, and what is done then: all that a stateful operator does around
 * a profile but the state itself, whose bytes it passes in and stores again.
 *
 * <p>Nothing is due after {@code untilMillis}. Keeps nothing itself; as thread-safe as the
 * listener.
 *
 * @param settings the rule book's times
 * @param untilMillis a bounded run ends here; {@link Long#MAX_VALUE} where it has no end
 */
public record ProfileTimers(ProfileSettings settings, long untilMillis) {
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * What a wake leaves behind.
     *
     * @param profile the shopper afterwards; the state is cleared where it is empty
     * @param waiting the bytes of the events that still wait, in their order before
     * @param taken how many events no longer wait
     * @param nextMillis when to wake next, {@link #NEVER} for not at all; within the run
     */
    public record Woken(ShopperProfile profile, List<byte[]> waiting, int taken, long nextMillis) {}

    public boolean isBeyond(long millis) {
        return millis > untilMillis;
    }

    /** When an event first makes something due; {@link #NEVER} where not within the run. */
    public long wakeFor(String userId, long eventTimeMillis) {
        return within(ShopperProfile.earliestDueMillis(settings, userId, eventTimeMillis));
    }

    private long earliestDue(ShopperEvent event) {
        return ShopperProfile.earliestDueMillis(settings, event.userId(), event.eventTimeMillis());
    }

    /**
     * Advances a shopper to an instant.
     *
     * @param nowMillis when the timer was to ring, which is how far to advance: never the
     *     watermark, which is beyond all in batch and at the end
     * @param before the profile's bytes; null where there is none
     * @param pending the bytes of all events that wait, in any order
     * @param listener receives what happens
     */
    public Woken wake(
            long nowMillis, byte @Nullable [] before, Iterable<byte[]> pending, ShopperProfile.Listener listener) {
        List<PendingEvent> ready = new ArrayList<>();
        List<byte[]> waiting = new ArrayList<>();
        long next = NEVER;
        for (byte[] bytes : pending) {
            PendingEvent event = PendingEvent.ofBytes(bytes);
            if (event.event().eventTimeMillis() <= nowMillis) {
                ready.add(event);
            } else {
                waiting.add(bytes);
                next = Math.min(next, earliestDue(event.event()));
            }
        }
        ready.sort(PendingEvent.ORDER);
        ShopperProfile profile = load(before);
        profile.advanceTo(nowMillis, ready, listener);
        return new Woken(profile, waiting, ready.size(), within(Math.min(next, profile.nextDueMillis())));
    }

    /** Whether an erasure is remembered or pending: then no raw bytes may leave. */
    public boolean isErased(byte @Nullable [] profile, Iterable<byte[]> pending) {
        if (profile != null && load(profile).isErased()) {
            return true;
        }
        for (byte[] bytes : pending) {
            if (PendingEvent.ofBytes(bytes).event().type() == EventType.ERASE) {
                return true;
            }
        }
        return false;
    }

    private long within(long dueMillis) {
        return dueMillis > untilMillis ? NEVER : dueMillis;
    }

    private ShopperProfile load(byte @Nullable [] bytes) {
        return bytes == null ? new ShopperProfile(settings) : ShopperProfile.ofBytes(settings, bytes);
    }
}
