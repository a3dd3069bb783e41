package io.leeway.bench.job;

import io.leeway.records.SourceRecord;
import io.leeway.shopper.PendingEvent;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The live events of many synthetic shoppers in order of event time, many visits open at once;
 * without end, and always the same. Not thread-safe.
 */
final class SyntheticVisits {
    private static final long SEED = 7;

    private final int shoppers;
    private final SplittableRandom dice = new SplittableRandom(SEED);
    private final PriorityQueue<Open> open = new PriorityQueue<>();
    private final double beginEveryMillis;
    private double nextBegin;
    private long number;

    private static final class Open implements Comparable<Open> {
        private final int shopper;
        private int left;
        private long timeMillis;

        private Open(int shopper, int left, long timeMillis) {
            this.shopper = shopper;
            this.left = left;
            this.timeMillis = timeMillis;
        }

        @Override
        public int compareTo(Open other) {
            return Long.compare(timeMillis, other.timeMillis);
        }
    }

    SyntheticVisits(int shoppers, long fromMillis) {
        this.shoppers = shoppers;
        beginEveryMillis = (double) SyntheticVisitor.VISIT_EVERY_MILLIS / shoppers;
        nextBegin = fromMillis;
    }

    SourceRecord next() {
        while (open.isEmpty() || nextBegin <= open.element().timeMillis) {
            nextBegin += SyntheticVisitor.exponential(beginEveryMillis, dice);
            open.add(new Open(
                    SyntheticVisitor.shopper(shoppers, dice), SyntheticVisitor.eventsOfAVisit(dice), (long) nextBegin));
        }
        Open visit = open.remove();
        long time = visit.timeMillis;
        PendingEvent event = new PendingEvent(SyntheticVisitor.event(visit.shopper, number++, time, dice), time);
        if (--visit.left > 0) {
            visit.timeMillis += SyntheticVisitor.untilNextEvent(dice);
            open.add(visit);
        }
        return new SourceRecord(
                SourceRecord.Kind.EVENT, event.event().userId(), time, time, true, event.toBytes(), "", "", "visits@0");
    }
}
