package io.leeway.oracle;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.Platform;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What the events of one random shopper are like; the times are somebody else's. */
final class RandomEvents {

    /** Prefixes of each other, blanks and letters beyond ASCII, so that the order of names is Java's or shows. */
    private static final String[] ODD = {
        "baby", "baby/toddler", "baby/toddler/shoes", "baby toddler", "baby-toddler", "émail", "日用", "z", "0", "𝒳", "ﬁ"
    };

    private static final List<SocialAction> SOCIAL = List.of(SocialAction.values());
    private static final List<Platform> PLATFORMS = List.of(Platform.values());

    private final Random random;
    private final String user;
    private final List<EventType> types;
    private final List<String> categories;
    private int made;

    public RandomEvents(Random random, String user) {
        this.user = user;
        this.random = random;
        this.types = types(random);
        this.categories = categories(random);
    }

    /** What this shopper tends to do: a bag to draw from. */
    private static List<EventType> types(Random random) {
        EventType[] bag =
                switch (random.nextInt(8)) {
                    case 0 -> new EventType[] {EventType.AD_IMPRESSION};
                    case 1 ->
                        new EventType[] {
                            EventType.AD_IMPRESSION, EventType.AD_IMPRESSION, EventType.AD_CLICK, EventType.VIEW
                        };
                    case 2 -> new EventType[] {EventType.VIEW};
                    case 3 -> new EventType[] {EventType.VIEW, EventType.PURCHASE, EventType.RETURN, EventType.RETURN};
                    case 4 ->
                        new EventType[] {EventType.REVIEW, EventType.REVIEW, EventType.PURCHASE, EventType.RETURN};
                    default ->
                        new EventType[] {
                            EventType.VIEW,
                            EventType.VIEW,
                            EventType.VIEW,
                            EventType.CART,
                            EventType.FAVOURITE,
                            EventType.PURCHASE,
                            EventType.RETURN,
                            EventType.REVIEW,
                            EventType.SOCIAL,
                            EventType.AD_IMPRESSION,
                            EventType.AD_CLICK
                        };
                };
        return List.of(bag);
    }

    private static List<String> categories(Random random) {
        int[] sizes = {1, 2, 5, 15, 16, 17, 18, 25, 40};
        int size = sizes[random.nextInt(sizes.length)];
        List<String> categories = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            categories.add(
                    i < ODD.length && random.nextBoolean() ? ODD[i] : "c" + (i % 7) + (i % 2 == 0 ? "/s" : " ") + i);
        }
        return categories;
    }

    EventType type() {
        return types.get(random.nextInt(types.size()));
    }

    @Nullable
    String category() {
        if (random.nextInt(8) == 0) {
            return null;
        }
        // Now and then a favourite, so that weights grow apart.
        int index =
                random.nextBoolean() ? random.nextInt(categories.size()) : random.nextInt(1 + categories.size() / 4);
        return categories.get(index);
    }

    List<String> categories() {
        return categories;
    }

    ShopperEvent any(long time) {
        return of(type(), category(), time);
    }

    ShopperEvent of(EventType type, @Nullable String category, long time) {
        boolean priced = type == EventType.PURCHASE || type == EventType.RETURN || random.nextInt(4) == 0;
        boolean counted = type == EventType.PURCHASE || type == EventType.RETURN || type == EventType.CART;
        return new ShopperEvent(
                id(),
                type,
                user,
                random.nextBoolean() ? "item-" + random.nextInt(20) : null,
                type == EventType.ERASE ? null : category,
                priced ? price() : 0,
                priced ? "EUR" : null,
                counted ? quantity() : 1,
                type == EventType.REVIEW ? rating() : 0,
                type == EventType.SOCIAL ? SOCIAL.get(random.nextInt(SOCIAL.size())) : null,
                random.nextBoolean() ? PLATFORMS.get(random.nextInt(PLATFORMS.size())) : null,
                time);
    }

    ShopperEvent request(EventType type, String id, long time) {
        return new ShopperEvent(id, type, user, null, null, 0, null, 1, 0, null, null, time);
    }

    /** Never given twice, and in no order. */
    String id() {
        return Integer.toString(random.nextInt(1 << 20), 36) + "-" + made++;
    }

    private double price() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 1_000_000;
            case 2 -> 0.01;
            default -> random.nextInt(20_000) / 100.0;
        };
    }

    private int quantity() {
        return switch (random.nextInt(10)) {
            case 0 -> 10_000;
            case 1, 2 -> 1 + random.nextInt(20);
            default -> 1;
        };
    }

    private double rating() {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> 1 + random.nextInt(41) / 10.0;
            default -> 1 + random.nextInt(5);
        };
    }
}
