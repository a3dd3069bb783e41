package io.leeway.simulator.planting;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has to become of a shop's lines and records when all of them are applied.
 *
 * @param duplicates events dropped as duplicates, re-stamped ones included
 * @param late live events that arrive after the allowed lateness
 * @param deadByReason dead letters by their reason, those that occur, in the order of their names
 */
public record PlantedCounts(
        long historyEvents,
        long liveEvents,
        long applied,
        long duplicates,
        long late,
        long dead,
        long erased,
        Map<String, Long> deadByReason) {
    public PlantedCounts {
        deadByReason = Collections.unmodifiableMap(new TreeMap<>(deadByReason));
        long accounted = applied + duplicates + late + dead + erased;
        if (historyEvents + liveEvents != accounted) {
            throw new IllegalArgumentException("Expected every event to be accounted for, found " + historyEvents
                    + " + " + liveEvents + " events and " + accounted + " fates: count each once");
        }
        long reasons = deadByReason.values().stream().mapToLong(Long::longValue).sum();
        if (reasons != dead) {
            throw new IllegalArgumentException(
                    "Expected a reason for each of " + dead + " dead letters, found " + reasons + ": count each once");
        }
    }
}
