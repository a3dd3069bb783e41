package io.leeway.decisions.advertising;

import io.leeway.records.AdCampaign;
import io.leeway.shopper.TimeMillis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A campaign's money, in millionths, so that sums are exact: what is spent, and what bids that are
 * out may yet cost.
 *
 * <p>A bid reserves the most it can cost until it is settled or no longer valid. What is spent and
 * reserved together is never above the budget, nor that of a day above the day's, as long as no bid
 * is charged more than was bid, and what is reported comes in time. Bounded: days behind are
 * forgotten, and validities end in steps of ten minutes. Not thread-safe.
 */
final class CampaignLedger {
    static final double MICROS = 1e6;

    private static final long STEP = 600_000L;

    private final long validityMillis;
    private long spent;
    private final TreeMap<Long, Long> reserved;
    private final TreeMap<Long, Long> spentByDay;

    CampaignLedger(long validityMillis) {
        this(validityMillis, 0, Map.of(), Map.of());
    }

    CampaignLedger(long validityMillis, long spent, Map<Long, Long> reserved, Map<Long, Long> spentByDay) {
        this.validityMillis = validityMillis;
        this.spent = spent;
        this.reserved = new TreeMap<>(reserved);
        this.spentByDay = new TreeMap<>(spentByDay);
    }

    static long micros(double money) {
        return (long) Math.floor(money * MICROS + 1e-6);
    }

    long spent() {
        return spent;
    }

    Map<Long, Long> reserved() {
        return new TreeMap<>(reserved);
    }

    Map<Long, Long> spentByDay() {
        return new TreeMap<>(spentByDay);
    }

    long allReserved() {
        return reserved.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Until when a bid for an instant can be taken up: the end of a step. */
    long validUntil(long showAtMillis) {
        return Math.floorDiv(showAtMillis + validityMillis + STEP - 1, STEP) * STEP;
    }

    /** What a bid for this instant may cost at most. */
    long available(AdCampaign campaign, long showAtMillis) {
        long whole = micros(campaign.budget()) - spent - allReserved();
        if (Double.isInfinite(campaign.dailyBudget())) {
            return whole;
        }
        long day = dayOf(validUntil(showAtMillis));
        long ofDay = micros(campaign.dailyBudget()) - spentByDay.getOrDefault(day, 0L);
        for (Map.Entry<Long, Long> bucket : reserved.entrySet()) {
            if (dayOf(bucket.getKey()) == day) {
                ofDay -= bucket.getValue();
            }
        }
        return Math.min(whole, ofDay);
    }

    /** A bid belongs to the day in which its validity ends. */
    private static long dayOf(long validUntilMillis) {
        return Math.floorDiv(validUntilMillis - 1, TimeMillis.DAY);
    }

    void reserve(long validUntilMillis, long micros) {
        reserved.merge(validUntilMillis, micros, Long::sum);
    }

    /** Puts what a bid cost in place of what it might have. */
    void settle(long validUntilMillis, long bid, long cost) {
        reserved.computeIfPresent(validUntilMillis, (until, all) -> all - bid <= 0 ? null : all - bid);
        spent += cost;
        spentByDay.merge(dayOf(validUntilMillis), cost, Long::sum);
    }

    /** Releases what can no longer be taken up, and says how much each time. */
    List<Long> advanceTo(long atMillis) {
        List<Long> released = new ArrayList<>();
        // An impression at the very instant still counts.
        while (!reserved.isEmpty() && reserved.firstKey() < atMillis) {
            released.add(reserved.pollFirstEntry().getValue());
        }
        spentByDay.headMap(Math.floorDiv(atMillis, TimeMillis.DAY) - 1).clear();
        return released;
    }
}
