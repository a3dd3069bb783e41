package io.leeway.shopper.events;

import org.jspecify.annotations.Nullable;

/**
 * An event as its fields were written, in JSON or in a table's row: the words are not yet looked
 * up. Null is absent.
 *
 * @param id event id
 * @param type a type's word, such as {@code ad_click}
 * @param user the shopper
 * @param timeMillis event time, milliseconds since the epoch
 * @param item the item
 * @param category the category's path
 * @param price of one unit, in major units
 * @param currency ISO 4217
 * @param quantity units; absent is 1
 * @param rating 1 to 5; a given 0 is a rating, to be clipped
 * @param social a social action's word
 * @param platform a platform's word; an unknown one is none
 */
public record EventText(
        @Nullable String id,
        @Nullable String type,
        @Nullable String user,
        @Nullable Long timeMillis,
        @Nullable String item,
        @Nullable String category,
        @Nullable Double price,
        @Nullable String currency,
        @Nullable Long quantity,
        @Nullable Double rating,
        @Nullable String social,
        @Nullable String platform) {

    /** The event, which {@link EventRules} still judges; an unknown word is malformed. */
    public ShopperEvent toEvent() throws MalformedEventException {
        String missing = isAbsent(id) ? "id" : isAbsent(type) ? "type" : isAbsent(user) ? "user" : "time";
        if (id == null
                || id.isEmpty()
                || type == null
                || type.isEmpty()
                || user == null
                || user.isEmpty()
                || timeMillis == null) {
            throw new MalformedEventException("Expected the field '" + missing + "', found none or an empty one");
        }
        EventType known = EventWords.type(type);
        if (known == null) {
            throw new MalformedEventException(
                    "Expected a known 'type' (view, cart, …), found " + EventValues.quote(type));
        }
        SocialAction action = social == null ? null : EventWords.social(social);
        if (known == EventType.SOCIAL && action == null) {
            throw new MalformedEventException("Expected 'social' to be follow, like, share or comment, found "
                    + (social == null ? "none" : EventValues.quote(social)));
        }
        return new ShopperEvent(
                id,
                known,
                user,
                isAbsent(item) ? null : item,
                isAbsent(category) ? null : category,
                price == null ? 0 : price,
                isAbsent(currency) ? null : currency,
                quantity == null ? 1 : EventValues.clamp(quantity),
                EventValues.rating(rating),
                action,
                platform == null ? null : EventWords.platform(platform),
                timeMillis);
    }

    private static boolean isAbsent(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
