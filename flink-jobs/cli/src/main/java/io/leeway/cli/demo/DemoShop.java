package io.leeway.cli.demo;

import io.leeway.simulator.SimulatedShop;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shop that a demo plays: its history is written, its live phase can be pulled.
 *
 * @param title for people, as "a simulated shop of 2,000 shoppers"
 * @param seam where history ends and the live phase begins
 * @param end of the live phase; nothing arrives after it
 * @param live the arrivals of the live phase in order, from the beginning with every call
 * @param planted counts that an audit must find, by the report's names; empty where nothing was
 *     planted
 * @param simulated the simulator's shop, which answers to decisions; null of a real one
 */
record DemoShop(
        String title,
        Instant start,
        Instant seam,
        Instant end,
        long historyEvents,
        Supplier<Iterator<PlayedRecord>> live,
        Map<String, Long> planted,
        @Nullable SimulatedShop simulated) {

    DemoShop {
        planted = Map.copyOf(planted);
        if (!start.isBefore(seam) || end.isBefore(seam)) {
            throw new IllegalArgumentException(
                    "Expected start, seam and end of a shop in this order, found " + start + ", " + seam + ", " + end);
        }
    }
}
