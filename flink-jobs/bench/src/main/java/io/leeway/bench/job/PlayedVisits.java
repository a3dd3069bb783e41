package io.leeway.bench.job;

import io.leeway.cli.demo.PlayedRecord;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.Platform;
import io.leeway.shopper.events.ShopperEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/**
 * Visits of a steady shop, as a live topic brings them: four events each, half a minute apart, one
 * visit begun after the other at a fixed distance.
 *
 * <p>A simulated shop has nights and needs its history first. This one comes at the same rate
 * throughout, so that a rate of wall clock can be set, and any stretch of it costs alike. Bit for
 * bit the same each time.
 *
 * @param first when the first visit begins
 * @param shoppers who come again and again, in an order without a pattern
 * @param between from one visit's beginning to the next one's
 * @param categories of which each shopper has two
 */
public record PlayedVisits(Instant first, int shoppers, Duration between, int visits, List<String> categories)
        implements Iterable<PlayedRecord> {
    /** Events of a visit. */
    public static final int EVENTS = 4;

    private static final long APART_MILLIS = 30_000;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    public PlayedVisits {
        categories = List.copyOf(categories);
    }

    /** When the last visit is over. */
    public Instant end() {
        return first.plus(between.multipliedBy(visits)).plusMillis(EVENTS * APART_MILLIS);
    }

    public long events() {
        return (long) visits * EVENTS;
    }

    @Override
    public Iterator<PlayedRecord> iterator() {
        return new Iterator<>() {
            /** The next visit to make its first, second, … event. */
            private final int[] next = new int[EVENTS];

            @Override
            public boolean hasNext() {
                return next[EVENTS - 1] < visits;
            }

            @Override
            public PlayedRecord next() {
                int turn = EVENTS - 1;
                for (int each = EVENTS - 2; each >= 0; each--) {
                    if (next[each] < visits && timeMillis(next[each], each) < timeMillis(next[turn], turn)) {
                        turn = each;
                    }
                }
                return event(next[turn]++, turn);
            }
        };
    }

    private long timeMillis(int visit, int event) {
        return first.toEpochMilli() + visit * between.toMillis() + event * APART_MILLIS;
    }

    private PlayedRecord event(int visit, int event) {
        long drawn = (visit + 1) * MIX;
        int shopper = (int) Math.floorMod((drawn ^ (drawn >>> 29)) * MIX >>> 17, (long) shoppers);
        String user = "u" + shopper;
        String category = categories.get((shopper * 7 + visit % 2 * 11) % categories.size());
        EventType type = event < 2 ? EventType.VIEW : event == 2 || visit % 3 > 0 ? EventType.CART : EventType.PURCHASE;
        long time = timeMillis(visit, event);
        ShopperEvent made = new ShopperEvent(
                visit + "-" + event,
                type,
                user,
                "item-" + Math.floorMod(drawn, 5_000L),
                category,
                type == EventType.VIEW ? 0 : 5 + Math.floorMod(drawn, 9_000L) / 100.0,
                "EUR",
                1,
                0,
                null,
                Platform.WEB,
                time);
        return new PlayedRecord(time, user, EventJson.write(made));
    }
}
