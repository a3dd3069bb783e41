package io.leeway.features;

import io.leeway.records.SinkRecord;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.text.VisibleText;
import io.leeway.topics.DeadLetterJson;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shoppers with more events in an hour than are applied, such as one id that all guests share.
 *
 * <p>Each event that is too many is a dead letter with its id, time and user, and without raw bytes,
 * since an erasure may be waiting. The log names a shopper once a spell: hours of event time of which
 * none between has fewer events. The metrics only count: labels would keep users' ids for long. Not
 * thread-safe, but for the gauge.
 */
final class LargeShoppers {
    static final String REASON = "too-many-events";

    private static final Logger LOG = LoggerFactory.getLogger(LargeShoppers.class);
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final int KNOWN = 1_000;

    private final int eventsPerHour;
    private final Counter events;
    private volatile int large;

    /** The last hour of each, by user; of the most recent ones alone. */
    private final Map<String, Long> hours = new LinkedHashMap<>(16, 0.75f, true);

    LargeShoppers(int eventsPerHour, MetricGroup metrics) {
        this.eventsPerHour = eventsPerHour;
        this.events = metrics.counter("tooManyEvents");
        Gauge<Integer> shoppers = () -> large;
        metrics.gauge("largeShoppers", shoppers);
    }

    /** The dead letter for an event. */
    SinkRecord tooMany(ShopperEvent event) {
        events.inc();
        long hour = Math.floorDiv(event.eventTimeMillis(), HOUR_MILLIS);
        Long last = hours.get(event.userId());
        hours.put(event.userId(), last == null ? hour : Math.max(hour, last));
        if (last == null || hour > last + 1) {
            LOG.warn(
                    "User {} has more than {} events in the hour from {}; the rest of them are dead letters ({})",
                    VisibleText.of(event.userId()),
                    eventsPerHour,
                    Instant.ofEpochMilli(hour * HOUR_MILLIS),
                    REASON);
        }
        if (hours.size() > KNOWN) {
            hours.remove(hours.keySet().iterator().next());
        }
        large = hours.size();
        return DeadLetterJson.encode(
                "features",
                REASON,
                "Expected at most " + eventsPerHour + " events of a user in an hour, found more before event "
                        + event.eventId() + " at " + Instant.ofEpochMilli(event.eventTimeMillis()),
                "event " + event.eventId(),
                event.userId(),
                null,
                event.eventTimeMillis());
    }

    /** No event before a watermark follows: shoppers whose hour lies well behind it are large no more. */
    void passed(long watermarkMillis) {
        if (large > 0) {
            long hour = Math.floorDiv(watermarkMillis, HOUR_MILLIS);
            hours.values().removeIf(last -> last + 1 < hour);
            large = hours.size();
        }
    }
}
