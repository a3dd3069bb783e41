package io.leeway.simulator;

import io.leeway.shopper.EventJson;
import io.leeway.shopper.ShopperEvent;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A line or record before it is encoded.
 *
 * @param atMillis where it stands in history, or when it arrives
 * @param sequence parts entries of one instant: an original has a smaller one than its duplicate
 * @param userId the shopper, where there is one
 * @param event the event; absent for broken bytes
 * @param broken the broken bytes; absent for an event
 */
record Entry(
        long atMillis,
        long sequence,
        Fate fate,
        @Nullable String userId,
        @Nullable ShopperEvent event,
        byte @Nullable [] broken) {

    static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::atMillis).thenComparingLong(Entry::sequence);

    static Entry of(long atMillis, long sequence, Fate fate, ShopperEvent event) {
        return new Entry(atMillis, sequence, fate, event.userId(), event, null);
    }

    byte[] encoded() {
        if (broken != null) {
            return broken;
        }
        if (event == null) {
            throw new IllegalStateException("Expected an event or broken bytes, found neither: give one of them");
        }
        return EventJson.write(event);
    }
}
