package io.leeway.shopper;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** Until when a shopper is erased of whom no ledger says that. */
    public static final long NOT_ERASED = Long.MIN_VALUE;

    /**
     * What a wake leaves behind.
     *
     * @param profile the shopper afterwards; the state is cleared where it is empty
     * @param waiting the bytes of the events that still wait
     * @param taken how many events no longer wait
     * @param erasing whether an erasure is among those that wait
     * @param nextMillis when to wake next, {@link #NEVER} for not at all; within the run
     */
    public record Woken(ShopperProfile profile, List<byte[]> waiting, int taken, boolean erasing, long nextMillis) {}

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
     * Advances a shopper to an instant, and lets go of what waits in vain: events of an hour of
     * which {@link ProfileSettings#eventsPerHour()} earlier ones wait as well.
     *
     * @param nowMillis how far to advance: when the timer was to ring, or an instant before which no
     *     event follows; never a watermark that is beyond all, as in batch and at the end
     * @param before the profile's bytes; null where there is none
     * @param pending the bytes of all events that wait, in any order
     * @param listener receives what happens
     */
    public Woken wake(
            long nowMillis, byte @Nullable [] before, Iterable<byte[]> pending, ShopperProfile.Listener listener) {
        return wake(nowMillis, before, pending, listener, NOT_ERASED);
    }

    /**
     * The same of a shopper whom a ledger has as erased, perhaps after these bytes were written: a
     * profile that holds nothing later is dropped, and so is each earlier event that waits, but no
     * erasure, objection or consent.
     *
     * @param erasedMillis until when
     */
    public Woken wake(
            long nowMillis,
            byte @Nullable [] before,
            Iterable<byte[]> pending,
            ShopperProfile.Listener listener,
            long erasedMillis) {
        List<PendingEvent> ready = new ArrayList<>();
        List<Waiting> later = new ArrayList<>();
        int all = 0;
        for (byte[] bytes : pending) {
            all++;
            PendingEvent event = PendingEvent.ofBytes(bytes);
            if (event.event().eventTimeMillis() <= erasedMillis
                    && !event.event().type().isRequest()) {
                listener.erased(event.event());
            } else if (event.event().eventTimeMillis() <= nowMillis) {
                ready.add(event);
            } else {
                later.add(new Waiting(event, bytes));
            }
        }
        ready.sort(PendingEvent.ORDER);
        ShopperProfile profile = load(before);
        if (profile.isOf(erasedMillis)) {
            profile = load(null);
        }
        profile.advanceTo(nowMillis, ready, listener);
        if (later.size() > settings.eventsPerHour()) {
            keepWithinLimit(later, listener);
        }
        long next = NEVER;
        boolean erasing = false;
        List<byte[]> waiting = new ArrayList<>(later.size());
        for (Waiting each : later) {
            ShopperEvent event = each.pending.event();
            next = Math.min(next, earliestDue(event));
            erasing |= event.type() == EventType.ERASE;
            waiting.add(each.bytes);
        }
        next = within(Math.min(next, profile.nextDueMillis()));
        return new Woken(profile, waiting, all - waiting.size(), erasing, next);
    }

    private record Waiting(PendingEvent pending, byte[] bytes) {}

    /** The profile would find too many what is too many among these alone. */
    private void keepWithinLimit(List<Waiting> later, ShopperProfile.Listener listener) {
        later.sort(Comparator.comparing(Waiting::pending, PendingEvent.ORDER));
        HourlyLimit limit = new HourlyLimit(settings.eventsPerHour());
        later.removeIf(each -> {
            ShopperEvent event = each.pending.event();
            if (event.type().isRequest() || limit.admits(event.eventTimeMillis())) {
                return false;
            }
            listener.tooMany(event);
            return true;
        });
    }

    /** Whether an erasure is remembered: then no raw bytes may leave. */
    public boolean isErased(byte @Nullable [] profile) {
        return profile != null && load(profile).isErased();
    }

    private long within(long dueMillis) {
        return dueMillis > untilMillis ? NEVER : dueMillis;
    }

    private ShopperProfile load(byte @Nullable [] bytes) {
        return bytes == null ? new ShopperProfile(settings) : ShopperProfile.ofBytes(settings, bytes);
    }
}
