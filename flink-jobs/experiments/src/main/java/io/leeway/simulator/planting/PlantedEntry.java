package io.leeway.simulator.planting;

import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.ShopperEvent;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A line or record before it is encoded.
 *
 * @param atMillis its time in history, or when it arrives
 * @param sequence parts entries of one instant: an original has a smaller one than its duplicate
 * @param event the event; absent for broken bytes
 * @param broken the broken bytes; absent for an event
 */
public record PlantedEntry(
        long atMillis,
        long sequence,
        EntryFate fate,
        @Nullable String userId,
        @Nullable ShopperEvent event,
        byte @Nullable [] broken) {
    static final Comparator<PlantedEntry> ORDER =
            Comparator.comparingLong(PlantedEntry::atMillis).thenComparingLong(PlantedEntry::sequence);

    static PlantedEntry of(long atMillis, long sequence, EntryFate fate, ShopperEvent event) {
        return new PlantedEntry(atMillis, sequence, fate, event.userId(), event, null);
    }

    public byte[] encoded() {
        if (broken != null) {
            return broken;
        }
        if (event == null) {
            throw new IllegalStateException("Expected an event or broken bytes, found neither: give one of them");
        }
        return EventJson.write(event);
    }
}
