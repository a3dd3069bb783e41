package io.leeway.simulator;

import io.leeway.shopper.ShopperEvent;
import java.util.ArrayList;
import java.util.List;

/** All shoppers, a day at a time: what is held is one day's events and each shopper's own small state. For one thread. */
final class Days {
    private final List<Life> lives;
    private long nextDay;

    Days(ShopSettings settings, Catalogue catalogue) {
        this.lives = new ArrayList<>(settings.shoppers());
        for (int i = 0; i < settings.shoppers(); i++) {
            lives.add(new Life(settings, catalogue, i));
        }
        this.nextDay = settings.historyStart().toEpochMilli();
    }

    /** When the day begins that {@link #next} gives. */
    long nextDayMillis() {
        return nextDay;
    }

    /** The next day's events, in the order in which they are to be applied. */
    List<ShopperEvent> next() {
        List<ShopperEvent> events = new ArrayList<>();
        for (Life life : lives) {
            life.day(nextDay, events);
        }
        events.sort(ShopperEvent.ORDER);
        nextDay += Temper.DAY;
        return events;
    }

    /** Lives a day of which nothing is wanted. */
    void skip() {
        List<ShopperEvent> unwanted = new ArrayList<>();
        for (Life life : lives) {
            life.day(nextDay, unwanted);
            unwanted.clear();
        }
        nextDay += Temper.DAY;
    }
}
