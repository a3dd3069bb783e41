package io.leeway.cli.console;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a counter has grown over the last five seconds. Not thread-safe. */
public final class RecentRate {

    private static final long SPAN_MILLIS = 5_000;

    private final Deque<Reading> readings = new ArrayDeque<>();

    private record Reading(long atMillis, long count) {}

    public void add(long atMillis, long count) {
        readings.addLast(new Reading(atMillis, count));
        while (readings.getFirst().atMillis() < atMillis - SPAN_MILLIS) {
            readings.removeFirst();
        }
    }

    /** Growth a second; 0 before the second reading. */
    public double perSecond() {
        if (readings.size() < 2) {
            return 0;
        }
        Reading first = readings.getFirst();
        Reading last = readings.getLast();
        long millis = last.atMillis() - first.atMillis();
        return millis == 0 ? 0 : (last.count() - first.count()) * 1000.0 / millis;
    }
}
