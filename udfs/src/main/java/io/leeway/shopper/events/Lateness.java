package io.leeway.shopper.events;

import java.util.Optional;

/** Which live events are late, by their record's timestamp alone, so that a replay agrees. */
public final class Lateness {
    private Lateness() {}

    /**
     * The event as it can still be applied: itself, or, for an erasure or an objection, which are
     * never late, at the earliest instant that still can. A consent is late as others are: moved, it
     * could withdraw an objection that came after it.
     *
     * @param event as {@link EventRules} accepted it
     * @param recordTimeMillis the record's timestamp; for history the event's own time
     * @param allowedMillis how far an event may lie behind that
     * @return empty where the event is late
     */
    public static Optional<ShopperEvent> admit(ShopperEvent event, long recordTimeMillis, long allowedMillis) {
        long earliest = recordTimeMillis - allowedMillis;
        if (event.eventTimeMillis() >= earliest) {
            return Optional.of(event);
        }
        return event.type().endsProfile() ? Optional.of(event.at(earliest)) : Optional.empty();
    }
}
