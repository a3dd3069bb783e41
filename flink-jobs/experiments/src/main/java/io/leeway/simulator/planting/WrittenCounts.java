package io.leeway.simulator.planting;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what was really written and sent. It is exact for any beginning of a live stream too, for
 * a duplicate never arrives before its original. For one thread.
 */
public final class WrittenCounts {
    private final long[] fates = new long[EntryFate.values().length];
    private long history;
    private long live;

    public void history(EntryFate fate) {
        history++;
        fates[fate.ordinal()]++;
    }

    public void live(EntryFate fate) {
        live++;
        fates[fate.ordinal()]++;
    }

    public long of(EntryFate fate) {
        return fates[fate.ordinal()];
    }

    public PlantedCounts planted() {
        Map<String, Long> dead = new TreeMap<>();
        long allDead = 0;
        for (EntryFate fate : EntryFate.values()) {
            if (fate.isDead() && of(fate) > 0) {
                dead.put(fate.deadReason(), of(fate));
                allDead += of(fate);
            }
        }
        return new PlantedCounts(
                history,
                live,
                of(EntryFate.APPLIED),
                of(EntryFate.DUPLICATE) + of(EntryFate.RESTAMPED),
                of(EntryFate.LATE),
                allDead,
                of(EntryFate.ERASED),
                dead);
    }
}
