package io.leeway.cli.savepoint;

import io.leeway.features.SavedShopper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What all shoppers of a savepoint take up, by state. Not thread-safe. */
final class ShopperSizes {
    private final SizeDistribution profiles = new SizeDistribution();
    private final SizeDistribution pending = new SizeDistribution();
    private final SizeDistribution wakes = new SizeDistribution();
    private final Map<Integer, Long> formats = new TreeMap<>();
    private long pendingEvents;
    private long shoppers;

    void add(SavedShopper shopper) {
        shoppers++;
        if (shopper.profileBytes() > 0) {
            profiles.add(shopper.profileBytes());
            formats.merge(shopper.profileFormat(), 1L, Long::sum);
        }
        if (shopper.pending() > 0) {
            pending.add(shopper.pendingBytes());
            pendingEvents += shopper.pending();
        }
        if (shopper.wakeMillis() != Long.MAX_VALUE) {
            wakes.add(Long.BYTES);
        }
    }

    long shoppers() {
        return shoppers;
    }

    long pendingEvents() {
        return pendingEvents;
    }

    SizeDistribution profiles() {
        return profiles;
    }

    Map<Integer, Long> formats() {
        return formats;
    }

    Map<String, SizeDistribution> byState() {
        Map<String, SizeDistribution> states = new LinkedHashMap<>();
        states.put("profile", profiles);
        states.put("pending", pending);
        states.put("wake", wakes);
        return states;
    }
}
