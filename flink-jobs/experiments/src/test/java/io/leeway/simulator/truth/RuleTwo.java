package io.leeway.simulator.truth;

import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.planting.LiveRecord;
import io.leeway.simulator.planting.PlantedCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what becomes of lines and records by the rule book alone: it reads the bytes and never
 * looks at a fate.
 */
public final class RuleTwo {
    private static final long DUPLICATE_HORIZON = Duration.ofHours(6).toMillis();
    private static final long AHEAD = Duration.ofMinutes(5).toMillis();

    private final long lateness;
    private final Map<String, List<ShopperEvent>> accepted = new HashMap<>();
    private final Map<String, Long> dead = new TreeMap<>();
    private long history;
    private long live;
    private long late;

    public RuleTwo(Duration allowedLateness) {
        this.lateness = allowedLateness.toMillis();
    }

    public RuleTwo read(Iterator<HistoryLine> lines, Iterator<LiveRecord> records) {
        lines.forEachRemaining(line -> {
            history++;
            take(line.value(), Long.MAX_VALUE);
        });
        records.forEachRemaining(live -> {
            this.live++;
            take(live.value(), live.arrivalMillis());
        });
        return this;
    }

    private void take(byte[] bytes, long arrival) {
        ShopperEvent event;
        try {
            event = EventJson.read(bytes);
        } catch (MalformedEventException e) {
            dead.merge("undecodable", 1L, Long::sum);
            return;
        }
        boolean isLive = arrival != Long.MAX_VALUE;
        boolean maySell = event.type() == EventType.PURCHASE || event.type() == EventType.RETURN;
        if (isLive && event.eventTimeMillis() > arrival + AHEAD) {
            dead.merge("implausible-time", 1L, Long::sum);
        } else if (event.price() < 0 && !maySell) {
            dead.merge("implausible-price", 1L, Long::sum);
        } else if (isLive && event.eventTimeMillis() < arrival - lateness) {
            late++;
        } else {
            accepted.computeIfAbsent(event.userId(), user -> new ArrayList<>()).add(event);
        }
    }

    public PlantedCounts planted() {
        long applied = 0;
        long duplicates = 0;
        long erased = 0;
        for (List<ShopperEvent> events : accepted.values()) {
            events.sort(Comparator.comparingLong(ShopperEvent::eventTimeMillis)
                    .thenComparing(event -> event.type() == EventType.ERASE)
                    .thenComparing(ShopperEvent::eventId));
            List<ShopperEvent> profile = new ArrayList<>();
            for (ShopperEvent event : events) {
                if (event.type() == EventType.ERASE) {
                    erased++;
                    profile.clear();
                } else if (remembers(profile, event)) {
                    duplicates++;
                } else {
                    applied++;
                    profile.add(event);
                }
            }
        }
        long allDead = dead.values().stream().mapToLong(Long::longValue).sum();
        return new PlantedCounts(history, live, applied, duplicates, late, allDead, erased, dead);
    }

    private static boolean remembers(List<ShopperEvent> profile, ShopperEvent event) {
        return profile.subList(Math.max(0, profile.size() - 64), profile.size()).stream()
                .anyMatch(earlier -> earlier.eventId().equals(event.eventId())
                        && event.eventTimeMillis() - earlier.eventTimeMillis() <= DUPLICATE_HORIZON);
    }
}
