package io.leeway.shopper;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.util.Arrays;

/**
 * {@code frequency}, {@code social} and {@code ads}: how often the shopper did what, over the
 * profile's whole life.
 *
 * <p>Keeps a count by type and by social action.
 */
final class EventCounts implements ProfilePart {
    private static final int TYPES = 9;

    private final long[] byType = new long[TYPES + 1];
    private final long[] bySocialAction = new long[SocialAction.values().length];

    @Override
    public void observe(ShopperEvent event) {
        byType[event.type().code()]++;
        SocialAction action = event.social();
        if (event.type() == EventType.SOCIAL && action != null) {
            bySocialAction[action.ordinal()]++;
        }
    }

    /** float32[10], log1p of counts; the distinct purchase days are {@link Rhythm}'s. */
    void writeFrequency(Rhythm rhythm, VectorWriter out) {
        for (int code = EventType.VIEW.code(); code <= EventType.SOCIAL.code(); code++) {
            out.log1p(byType[code]);
        }
        out.log1p(byType[EventType.AD_IMPRESSION.code()]);
        out.log1p(byType[EventType.AD_CLICK.code()]);
        out.log1p(rhythm.purchaseDays());
    }

    /** float32[4], log1p of counts by social action. */
    void writeSocial(VectorWriter out) {
        for (long count : bySocialAction) {
            out.log1p(count);
        }
    }

    /** float32[3]: log1p impressions, log1p clicks, smoothed click rate. */
    void writeAds(VectorWriter out) {
        long impressions = byType[EventType.AD_IMPRESSION.code()];
        long clicks = byType[EventType.AD_CLICK.code()];
        out.log1p(impressions);
        out.log1p(clicks);
        out.number((clicks + 1.0) / (impressions + 20.0));
    }

    @Override
    public boolean isEmpty() {
        return Arrays.stream(byType).allMatch(count -> count == 0);
    }

    @Override
    public void save(ByteOutput out, CategoryDictionary dictionary) {
        for (int code = 1; code <= TYPES; code++) {
            out.writeLong(byType[code]);
        }
        for (long count : bySocialAction) {
            out.writeLong(count);
        }
    }

    @Override
    public void load(ByteInput in, CategoryDictionary dictionary) {
        for (int code = 1; code <= TYPES; code++) {
            byType[code] = in.readLong();
        }
        for (int i = 0; i < bySocialAction.length; i++) {
            bySocialAction[i] = in.readLong();
        }
    }
}
