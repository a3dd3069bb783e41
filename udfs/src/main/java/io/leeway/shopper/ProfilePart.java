package io.leeway.shopper;

import io.leeway.shopper.events.ShopperEvent;

/**
 * One piece of what is kept of a shopper: it learns from each applied event, and can be written to
 * state and read back exactly.
 *
 * <p>Values must not depend on when a part was saved in between: nothing is rounded on the way to
 * state, and nothing decays but on an event.
 */
interface ProfilePart {
    /** Learns from an event that is applied now; events come in {@link ShopperEvent#ORDER}. */
    void observe(ShopperEvent event);

    boolean isEmpty();

    /** Writes all that {@link #load} needs, categories through the shared dictionary. */
    void save(ByteOutput out, CategoryDictionary dictionary);

    /** Reads what {@link #save} wrote; fields of later versions only while there is more. */
    void load(ByteInput in, CategoryDictionary dictionary);
}
