package io.leeway.simulator.planting;

import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.shoppers.SeededRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The events of one day, for planting on that day. */
final class DayOfEvents {
    /** Far below the 64 events that are remembered for duplicates. */
    private static final int MOST_BETWEEN = 40;

    private static final long LONGEST_RESTAMP = 1_800_000;
    private static final long LONGEST_WAIT = 300_000;

    final long startMillis;
    final List<ShopperEvent> events;
    private final Map<String, List<ShopperEvent>> byUser = new HashMap<>();
    private final Map<String, ShopperEvent> erases = new LinkedHashMap<>();

    /**
     * @param eraseCount how many shoppers ask to be forgotten, soon after something they did. At an
     *     odd millisecond, so that nothing else happens at that instant
     */
    DayOfEvents(long startMillis, List<ShopperEvent> events, int eraseCount, SeededRandom dice) {
        this.startMillis = startMillis;
        this.events = events;
        for (ShopperEvent event : events) {
            byUser.computeIfAbsent(event.userId(), user -> new ArrayList<>()).add(event);
        }
        for (int i = 0; i < eraseCount; i++) {
            int index = firstAtOrAfter(slot(i, eraseCount, dice));
            while (index < events.size() && erases.containsKey(events.get(index).userId())) {
                index++;
            }
            if (index < events.size()) {
                ShopperEvent last = events.get(index);
                long at = last.eventTimeMillis() + 1 + 2 * dice.between(0, LONGEST_WAIT / 2);
                erases.put(last.userId(), erase(last.userId(), Math.min(at, endMillis() - 1)));
            }
        }
    }

    private ShopperEvent erase(String user, long at) {
        String id = "erase-" + number() + "-" + erases.size();
        return new ShopperEvent(id, EventType.ERASE, user, null, null, 0, null, 1, 0, null, null, at);
    }

    long endMillis() {
        return startMillis + TimeMillis.DAY;
    }

    /** The day's number since the epoch: a part of the ids of what is planted. */
    long number() {
        return startMillis / TimeMillis.DAY;
    }

    /** The i-th of n instants that are spread over the day, each somewhere in its own part. */
    long slot(int i, int n, SeededRandom dice) {
        return startMillis + (long) (TimeMillis.DAY * ((i + dice.uniform()) / n));
    }

    /** The day's erasures, at most one a shopper. */
    Iterable<ShopperEvent> erases() {
        return erases.values();
    }

    /** Whether this shopper is erased on this day: only late replays are planted for them. */
    boolean isErased(String user) {
        return erases.containsKey(user);
    }

    List<ShopperEvent> of(String user) {
        return byUser.getOrDefault(user, List.of());
    }

    /** An event near an instant, for what is planted to resemble; the day has one. */
    ShopperEvent near(long atMillis) {
        return events.get(Math.min(events.size() - 1, firstAtOrAfter(atMillis)));
    }

    private int firstAtOrAfter(long atMillis) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).eventTimeMillis() < atMillis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A later time on the same day for an event's second appearance; empty for none. */
    OptionalLong restamp(ShopperEvent event, SeededRandom dice) {
        long at = event.eventTimeMillis() + 1000 + 2 * dice.between(0, (LONGEST_RESTAMP - 1000) / 2);
        long between = of(event.userId()).stream()
                .filter(other -> other.eventTimeMillis() >= event.eventTimeMillis() && other.eventTimeMillis() <= at)
                .count();
        return at >= endMillis() || between > MOST_BETWEEN ? OptionalLong.empty() : OptionalLong.of(at);
    }
}
