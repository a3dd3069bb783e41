package io.leeway.simulator;

import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.planting.EntryFate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A shop's output, read back as a consumer would. */
public final class Reading {
    private Reading() {}

    public static <T> List<T> all(Iterator<T> each) {
        List<T> all = new ArrayList<>();
        each.forEachRemaining(all::add);
        return all;
    }

    /** The events of history that are applied, in order. */
    public static List<ShopperEvent> applied(SimulatedShop shop) {
        List<ShopperEvent> events = new ArrayList<>();
        shop.history().forEachRemaining(line -> {
            if (line.fate() == EntryFate.APPLIED) {
                events.add(event(line.value()));
            }
        });
        return events;
    }

    public static ShopperEvent event(byte[] bytes) {
        try {
            return EventJson.read(bytes);
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }
}
