package io.leeway.shopper.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The rules on the way in ({@code udfs/README.md} §1): what is implausible is rejected, the rest
 * normalised. A pure function: normalising twice changes nothing more.
 */
public final class EventRules {
    /** Not an event at all; found by {@link EventJson}, named here for the counters. */
    public static final String UNDECODABLE = "undecodable";

    public static final String IMPLAUSIBLE_TIME = "implausible-time";
    public static final String IMPLAUSIBLE_PRICE = "implausible-price";
    public static final String IMPLAUSIBLE_ID = "implausible-id";
    public static final String IMPLAUSIBLE_TEXT = "implausible-text";

    /** A live record that a producer's clock stamped ahead; named here for the counters. */
    public static final String IMPLAUSIBLE_RECORD_TIME = "implausible-record-time";

    /** A line of history that is too long to be read; named here for the counters. */
    public static final String OVERSIZED = "oversized";

    public static final String SIGN = "sign";
    public static final String CLIPPED_QUANTITY = "clipped-quantity";
    public static final String CLIPPED_PRICE = "clipped-price";
    public static final String CLIPPED_RATING = "clipped-rating";
    public static final String CATEGORY = "category";

    /** 2000-01-01 in milliseconds: an earlier event has a wrong clock or unit. */
    public static final long EARLIEST_MILLIS = 946_684_800_000L;

    /** 2200-01-01 in milliseconds: a later event has a wrong unit, such as microseconds. */
    public static final long LATEST_MILLIS = 7_258_118_400_000L;

    /** So far may a shopper's clock run ahead of the instant at which a live event arrived. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** The longest event id, user or item, in {@code char}s. */
    public static final int MAX_ID_LENGTH = 256;

    /** The longest category as it arrives, in {@code char}s; its normal form is shorter. */
    public static final int MAX_CATEGORY_LENGTH = 1024;

    /** The longest currency, in {@code char}s. */
    public static final int MAX_CURRENCY_LENGTH = 16;

    /** The greatest number of units in one event. */
    public static final int MAX_QUANTITY = 10_000;

    /** The greatest price of one unit, in major units; a thousand times that in small currencies. */
    public static final double MAX_PRICE = 1_000_000;

    private EventRules() {}

    public sealed interface Outcome {}

    /** The normalised event, and the rules that changed it, in the order of the rule book. */
    public record Accepted(ShopperEvent event, List<String> changedBy) implements Outcome {
        public Accepted {
            changedBy = List.copyOf(changedBy);
        }
    }

    /** A dead letter, by the rule's name, with one line for people. */
    public record Rejected(String rule, String detail) implements Outcome {}

    /**
     * Applies the rules.
     *
     * @param recordTimestampMillis of a live event the record's timestamp; empty for history
     */
    public static Outcome apply(ShopperEvent event, OptionalLong recordTimestampMillis) {
        Rejected rejected = reject(event, recordTimestampMillis);
        return rejected != null ? rejected : normalise(event);
    }

    private static @Nullable Rejected reject(ShopperEvent event, OptionalLong recordTimestampMillis) {
        long time = event.eventTimeMillis();
        if (time < EARLIEST_MILLIS) {
            return new Rejected(
                    IMPLAUSIBLE_TIME, "Expected a time from 2000-01-01 on, found " + Instant.ofEpochMilli(time));
        }
        if (recordTimestampMillis.isPresent()
                // Subtracted on this side, where nothing overflows.
                && time - CLOCK_TOLERANCE.toMillis() > recordTimestampMillis.getAsLong()) {
            return new Rejected(
                    IMPLAUSIBLE_TIME,
                    "Expected a time at most 5 minutes after the record's "
                            + Instant.ofEpochMilli(recordTimestampMillis.getAsLong()) + ", found "
                            + Instant.ofEpochMilli(time));
        }
        if (time >= LATEST_MILLIS) {
            return new Rejected(
                    IMPLAUSIBLE_TIME,
                    "Expected a time before 2200, found " + Instant.ofEpochMilli(time)
                            + ": are its unit and format right?"
                            + (EpochUnit.of(time) == null
                                    ? ""
                                    : " " + time + " is no millis" + EpochUnit.proposal(time)));
        }
        boolean maySign = event.type() == EventType.PURCHASE || event.type() == EventType.RETURN;
        if (!Double.isFinite(event.price()) || (event.price() < 0 && !maySign)) {
            return new Rejected(
                    IMPLAUSIBLE_PRICE,
                    "Expected a finite price" + (maySign ? "" : " of at least 0") + ", found " + event.price());
        }
        Rejected id = tooLong(IMPLAUSIBLE_ID, "an event id", event.eventId(), MAX_ID_LENGTH);
        Rejected user = tooLong(IMPLAUSIBLE_ID, "a user", event.userId(), MAX_ID_LENGTH);
        Rejected item = tooLong(IMPLAUSIBLE_ID, "an item", event.itemId(), MAX_ID_LENGTH);
        Rejected category = tooLong(IMPLAUSIBLE_TEXT, "a category", event.category(), MAX_CATEGORY_LENGTH);
        Rejected currency = tooLong(IMPLAUSIBLE_TEXT, "a currency", event.currency(), MAX_CURRENCY_LENGTH);
        return id != null ? id : user != null ? user : item != null ? item : category != null ? category : currency;
    }

    private static @Nullable Rejected tooLong(String rule, String what, @Nullable String text, int limit) {
        return text == null || text.length() <= limit
                ? null
                : new Rejected(
                        rule, "Expected " + what + " of at most " + limit + " characters, found " + text.length());
    }

    private static Accepted normalise(ShopperEvent event) {
        // Most events are as they should be: no list for those.
        List<String> changedBy = List.of();
        EventType type = event.type();
        double price = event.price();
        int quantity = event.quantity();
        if ((type == EventType.PURCHASE || type == EventType.RETURN) && (price < 0 || quantity < 0)) {
            type = EventType.RETURN;
            price = Math.abs(price);
            quantity = quantity == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(quantity);
            changedBy = and(changedBy, SIGN);
        }
        if (quantity < 1 || quantity > MAX_QUANTITY) {
            quantity = quantity < 1 ? 1 : MAX_QUANTITY;
            changedBy = and(changedBy, CLIPPED_QUANTITY);
        }
        if (price > MAX_PRICE && price > CurrencyUnits.maxPrice(event.currency())) {
            price = CurrencyUnits.maxPrice(event.currency());
            changedBy = and(changedBy, CLIPPED_PRICE);
        }
        double rating = event.rating();
        if (rating != 0 && !(rating >= 1 && rating <= 5)) {
            rating = rating > 5 ? 5 : 1;
            changedBy = and(changedBy, CLIPPED_RATING);
        }
        String category = event.category() == null ? null : CategoryPath.normalise(event.category());
        if (category != null && !category.equals(event.category())) {
            changedBy = and(changedBy, CATEGORY);
        }
        ShopperEvent normalised = new ShopperEvent(
                event.eventId(),
                type,
                event.userId(),
                event.itemId(),
                category,
                // Makes a negative zero a plain one.
                price + 0.0,
                event.currency(),
                quantity,
                rating,
                event.social(),
                event.platform(),
                event.eventTimeMillis());
        return new Accepted(normalised, changedBy);
    }

    private static List<String> and(List<String> rules, String rule) {
        List<String> more = new ArrayList<>(rules);
        more.add(rule);
        return more;
    }
}
