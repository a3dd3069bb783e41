package io.leeway.records;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;

/**
 * What deciders need of something a shopper did: which item, of which category, when.
 *
 * @param eventId the same id is the same action; empty in a heartbeat, which carries nothing but
 *     the time
 * @param type the event type's code
 * @param userId the shopper; empty in a heartbeat
 * @param item the item; empty where there is none
 * @param category the category's path; empty where there is none
 * @param timeMillis event time
 * @param arrivedMillis the record's timestamp, by which lateness is decided
 */
public record ShopAction(
        String eventId, int type, String userId, String item, String category, long timeMillis, long arrivedMillis) {

    public static ShopAction of(ShopperEvent event, long arrivedMillis) {
        String item = event.itemId();
        String category = event.category();
        return new ShopAction(
                event.eventId(),
                event.type().code(),
                event.userId(),
                item == null ? "" : item,
                category == null ? "" : category,
                event.eventTimeMillis(),
                arrivedMillis);
    }

    /** Nothing but the time. */
    public static ShopAction heartbeat(long arrivedMillis) {
        return new ShopAction("", EventType.VIEW.code(), "", "", "", arrivedMillis, arrivedMillis);
    }

    public boolean isHeartbeat() {
        return eventId.isEmpty();
    }

    public boolean isErasure() {
        return type == EventType.ERASE.code();
    }

    /** Its place among actions of one instant, as {@link EventType#rank()} says. */
    public int rank() {
        return EventType.ofCode(type).rank();
    }
}
