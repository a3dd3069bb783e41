package io.leeway.oracle;

import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One random shopper.
 *
 * @param seed makes the same shopper again
 * @param events accepted and normalised, in the order of generation, which is nearly the order of time
 * @param untilMillis the end of the run, mostly after the last event
 */
record RandomShopper(long seed, List<ShopperEvent> events, long untilMillis) {

    RandomShopper {
        events = List.copyOf(events);
    }

    /** The events in another order of arrival. */
    List<ShopperEvent> shuffled(long orderSeed) {
        List<ShopperEvent> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, new Random(orderSeed));
        return shuffled;
    }
}
