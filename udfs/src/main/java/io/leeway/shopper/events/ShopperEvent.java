package io.leeway.shopper.events;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One thing a shop saw of a shopper: schema version 1, as the table in {@code udfs/README.md}
 * describes it.
 *
 * <p>An instance may still be implausible; {@link EventRules} decides that and normalises.
 *
 * @param eventId the same id is the same event; not empty
 * @param type what happened
 * @param userId the shopper; not empty
 * @param itemId the item, where there is one
 * @param category the category's path, levels parted by {@code /}
 * @param price of one unit, in major units of {@code currency}; 0 where it is not known
 * @param currency ISO 4217, where it is known
 * @param quantity units
 * @param rating 1 to 5; 0 where none was given
 * @param social what the social action was, for {@link EventType#SOCIAL}
 * @param platform where the shopper was
 * @param eventTimeMillis event time, milliseconds since the epoch
 */
public record ShopperEvent(
        String eventId,
        EventType type,
        String userId,
        @Nullable String itemId,
        @Nullable String category,
        double price,
        @Nullable String currency,
        int quantity,
        double rating,
        @Nullable SocialAction social,
        @Nullable Platform platform,
        long eventTimeMillis) {

    /** The order of application: event time, {@link EventType#rank()} in an instant, event id. */
    public static final Comparator<ShopperEvent> ORDER = Comparator.comparingLong(ShopperEvent::eventTimeMillis)
            .thenComparingInt(event -> event.type().rank())
            .thenComparing(ShopperEvent::eventId);

    public ShopperEvent {
        requireNonNull(type, "type");
        if (eventId.isEmpty() || userId.isEmpty()) {
            throw new IllegalArgumentException(
                    "Expected an event id and a user, found '" + eventId + "' and '" + userId + "'");
        }
    }

    /** Price times quantity, in major units; 0 without a price. */
    public double amount() {
        return price * quantity;
    }

    /** What it says of the interest in its category; negative for what speaks against it. */
    public double interestGain() {
        if (type == EventType.REVIEW) {
            return rating > 0 ? rating - 3 : 0;
        }
        return type.interestGain();
    }

    public ShopperEvent at(long otherEventTimeMillis) {
        return new ShopperEvent(
                eventId,
                type,
                userId,
                itemId,
                category,
                price,
                currency,
                quantity,
                rating,
                social,
                platform,
                otherEventTimeMillis);
    }
}
