package io.leeway.shopper;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;

/**
 * Since when a shopper objects to being profiled; no event time, retention or erasure ends it, only
 * {@link EventType#CONSENT}. A few bytes, and none for a shopper who does not object.
 */
final class Objection implements ProfilePart {
    private static final long NONE = Long.MAX_VALUE;

    private long since = NONE;

    void begin(long timeMillis) {
        since = timeMillis;
    }

    void end() {
        since = NONE;
    }

    /** Objections are no part of what is observed. */
    @Override
    public void observe(ShopperEvent event) {}

    @Override
    public boolean isEmpty() {
        return since == NONE;
    }

    @Override
    public void save(ByteOutput out, CategoryDictionary dictionary) {
        out.writeLong(since);
    }

    @Override
    public void load(ByteInput in, CategoryDictionary dictionary) {
        since = in.readLong();
    }
}
