package io.leeway.sources.importers;

import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventRules;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import java.util.Locale;

/** What becomes of a line all of whose cells equal another's. */
public enum RepeatedLines {
    /** It was exported twice: one event. */
    DROP("exact-duplicates"),
    /** It happened again: an event with an id of its own, that of the first with {@code -2}, … */
    KEEP("duplicates-kept"),
    /** Lines are units: one event, with the quantities of all. */
    ADD("duplicates-added");

    private final String countName;

    RepeatedLines(String countName) {
        this.countName = countName;
    }

    /** What such a line is counted under. */
    String countName() {
        return countName;
    }

    /** By an option's word; throws {@link IllegalArgumentException}. */
    public static RepeatedLines named(String name) {
        for (RepeatedLines value : values()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(name)) {
                return value;
            }
        }
        throw new IllegalArgumentException("Expected drop, keep or add as --duplicates, found '" + name + "'");
    }

    /** The event's line as that of a further event. */
    static byte[] numbered(byte[] line, int number) {
        ShopperEvent event = read(line);
        return write(event, event.eventId() + "-" + number, event.quantity());
    }

    /** The event's line with so many times its quantity, up to the greatest of an event. */
    static byte[] added(byte[] line, int times) {
        ShopperEvent event = read(line);
        return write(event, event.eventId(), (int) Math.min(EventRules.MAX_QUANTITY, (long) event.quantity() * times));
    }

    private static byte[] write(ShopperEvent event, String id, int quantity) {
        return EventJson.write(new ShopperEvent(
                id,
                event.type(),
                event.userId(),
                event.itemId(),
                event.category(),
                event.price(),
                event.currency(),
                quantity,
                event.rating(),
                event.social(),
                event.platform(),
                event.eventTimeMillis()));
    }

    private static ShopperEvent read(byte[] line) {
        try {
            return EventJson.read(line);
        } catch (MalformedEventException impossible) {
            throw new IllegalStateException("Expected an event's line", impossible);
        }
    }
}
