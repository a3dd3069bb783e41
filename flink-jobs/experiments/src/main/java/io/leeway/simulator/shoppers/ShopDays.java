package io.leeway.simulator.shoppers;

import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * All shoppers, a day at a time: what is held is one day's events and each shopper's own small
 * state. For one thread.
 */
public final class ShopDays {
    private final List<SimulatedShopper> lives;
    private long nextDay;

    public ShopDays(ShopSettings settings, ShopCatalogue catalogue) {
        this.lives = new ArrayList<>(settings.shoppers());
        for (int i = 0; i < settings.shoppers(); i++) {
            lives.add(new SimulatedShopper(settings, catalogue, i));
        }
        this.nextDay = settings.historyStart().toEpochMilli();
    }

    public long nextDayMillis() {
        return nextDay;
    }

    /** The next day's events, in the order in which they are to be applied. */
    public List<ShopperEvent> next() {
        List<ShopperEvent> events = new ArrayList<>();
        for (SimulatedShopper life : lives) {
            life.day(nextDay, events);
        }
        events.sort(ShopperEvent.ORDER);
        nextDay += TimeMillis.DAY;
        return events;
    }

    /** Lives a day of which nothing is wanted. */
    public void skip() {
        List<ShopperEvent> unwanted = new ArrayList<>();
        for (SimulatedShopper life : lives) {
            life.day(nextDay, unwanted);
            unwanted.clear();
        }
        nextDay += TimeMillis.DAY;
    }
}
