package io.leeway.oracle;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events as one writes them down by hand. */
final class Hand {

    static final long MINUTE = 60_000;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    /** A Thursday at midnight, where one of the weeks since the epoch begins: 2817 weeks are 19,719 days. */
    static final long WEEK_START = Instant.parse("2023-12-28T00:00:00Z").toEpochMilli();

    /** The CRC-32 of this name is a multiple of an hour's milliseconds: its windows end at the full hour. */
    static final String USER = "u792224";

    private Hand() {}

    static ShopperEvent event(String id, EventType type, @Nullable String category, long time) {
        return event(id, type, category, 0, 1, 0, null, time);
    }

    static ShopperEvent view(String id, @Nullable String category, long time) {
        return event(id, EventType.VIEW, category, time);
    }

    static ShopperEvent priced(String id, EventType type, double price, int quantity, long time) {
        return event(id, type, null, price, quantity, 0, null, time);
    }

    static ShopperEvent review(String id, @Nullable String category, double rating, long time) {
        return event(id, EventType.REVIEW, category, 0, 1, rating, null, time);
    }

    static ShopperEvent social(String id, SocialAction action, long time) {
        return event(id, EventType.SOCIAL, null, 0, 1, 0, action, time);
    }

    static ShopperEvent erase(String id, long time) {
        return event(id, EventType.ERASE, null, time);
    }

    static ShopperEvent objection(String id, long time) {
        return event(id, EventType.OBJECTION, null, time);
    }

    static ShopperEvent consent(String id, long time) {
        return event(id, EventType.CONSENT, null, time);
    }

    private static ShopperEvent event(
            String id,
            EventType type,
            @Nullable String category,
            double price,
            int quantity,
            double rating,
            @Nullable SocialAction social,
            long time) {
        return new ShopperEvent(id, type, USER, null, category, price, null, quantity, rating, social, null, time);
    }

    /** The oracle's answer. */
    static Answer play(long until, ShopperEvent... events) {
        return new Oracle().play(List.of(events), until);
    }

    /** As-of times as offsets from an instant, with their triggers' bits: {@code 1800000:1}. */
    static List<String> due(Answer answer, long from) {
        return answer.requests().stream()
                .map(request -> (request.asOfMillis() - from) + ":" + request.triggers())
                .toList();
    }

    /** The request as of an instant. */
    static Request asOf(Answer answer, long time) {
        return answer.requests().stream()
                .filter(request -> request.asOfMillis() == time)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nothing was asked as of " + Instant.ofEpochMilli(time)));
    }

    static float[] numbers(Request request, String feature) {
        return (float[]) request.features().get(feature);
    }

    static String[] names(Request request, String feature) {
        return (String[]) request.features().get(feature);
    }
}
