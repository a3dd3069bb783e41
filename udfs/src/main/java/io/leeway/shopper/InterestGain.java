package io.leeway.shopper;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;

/** What an event says of a shopper's interest in its category. */
public final class InterestGain {
    private InterestGain() {}

    /** The gain of the rule book; negative for what speaks against the category. */
    public static double of(ShopperEvent event) {
        if (event.type() == EventType.REVIEW) {
            return event.rating() > 0 ? event.rating() - 3 : 0;
        }
        return event.type().interestGain();
    }
}
