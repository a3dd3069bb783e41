package io.leeway.features;

import io.leeway.records.SourceRecord;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;

/** Accepted live events, as the intake hands them on. */
final class LiveEvents {
    private LiveEvents() {}

    static SourceRecord event(String id, String user, EventType type, long time) {
        return new SourceRecord(
                SourceRecord.Kind.EVENT, user, time, time, true, body(id, user, type, time), "", "", "topic t");
    }

    static byte[] body(String id, String user, EventType type, long time) {
        return new PendingEvent(new ShopperEvent(id, type, user, null, "baby", 0, null, 1, 0, null, null, time), 0)
                .toBytes();
    }
}
