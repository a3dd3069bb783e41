package io.leeway.simulator;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what was really written and sent. It is exact for any beginning of a live stream too, for a duplicate never arrives before
 * its original. For one thread.
 */
public final class Tally {
    private final long[] fates = new long[Fate.values().length];
    private long history;
    private long live;

    /** Counts a line of history. */
    public void add(HistoryLine line) {
        history(line.fate());
    }

    /** Counts a live record. */
    public void add(LiveRecord liveRecord) {
        live(liveRecord.fate());
    }

    void history(Fate fate) {
        history++;
        fates[fate.ordinal()]++;
    }

    void live(Fate fate) {
        live++;
        fates[fate.ordinal()]++;
    }

    /** How many had this fate so far. */
    public long of(Fate fate) {
        return fates[fate.ordinal()];
    }

    /** The numbers so far. */
    public Planted planted() {
        Map<String, Long> dead = new TreeMap<>();
        long allDead = 0;
        for (Fate fate : Fate.values()) {
            if (fate.isDead() && of(fate) > 0) {
                dead.put(fate.deadReason(), of(fate));
                allDead += of(fate);
            }
        }
        return new Planted(
                history,
                live,
                of(Fate.APPLIED),
                of(Fate.DUPLICATE) + of(Fate.RESTAMPED),
                of(Fate.LATE),
                allDead,
                of(Fate.ERASED),
                dead);
    }
}
