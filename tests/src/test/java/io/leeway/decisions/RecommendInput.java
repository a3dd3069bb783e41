package io.leeway.decisions;

import io.leeway.records.CatalogueItem;
import io.leeway.records.ReleaseRole;
import io.leeway.records.ShopAction;
import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreHeaders;
import io.leeway.records.scores.ScoreOrigin;
import io.leeway.records.scores.ScoringModel;
import io.leeway.shopper.events.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A small random shop for lists: shoppers with sessions, duplicates, erasures and objections; interest scores; a catalogue that changes.
 *
 * @param actions in order of arrival
 * @param scores in order of as-of time
 * @param catalogue in order of when changes begin
 */
record RecommendInput(List<ShopAction> actions, List<InterestScore> scores, List<CatalogueItem> catalogue) {
    static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    static final Duration LATENESS = Duration.ofMinutes(10);

    private static final EventType[] TYPES = {
        EventType.VIEW,
        EventType.VIEW,
        EventType.VIEW,
        EventType.CART,
        EventType.PURCHASE,
        EventType.AD_IMPRESSION,
        EventType.REVIEW,
        EventType.FAVOURITE
    };

    /** @param days over which everything happens */
    static RecommendInput random(long seed, int shoppers, int days, int categories, int itemsEach) {
        Random random = new Random(seed);
        long begin = BEGIN.toEpochMilli();
        long span = Duration.ofDays(days).toMillis();
        List<ShopAction> actions = new ArrayList<>();
        List<InterestScore> scores = new ArrayList<>();
        for (int shopper = 0; shopper < shoppers; shopper++) {
            String user = "u" + shopper;
            int number = 0;
            for (int session = 0; session < 3 * days; session++) {
                long at = begin + (long) (random.nextDouble() * span);
                int focus = random.nextInt(categories);
                for (int i = random.nextInt(8); i >= 0; i--) {
                    // Some in the same millisecond.
                    at += random.nextInt(4) == 0 ? 0 : random.nextInt(400_000);
                    int category = random.nextInt(4) == 0 ? random.nextInt(categories) : focus;
                    int item = (int) (itemsEach * random.nextDouble() * random.nextDouble());
                    String id = user + "-" + number++;
                    ShopAction action = new ShopAction(
                            id,
                            TYPES[random.nextInt(TYPES.length)].code(),
                            user,
                            "i" + category + "-" + item,
                            "shop/c" + category,
                            at,
                            at + random.nextInt((int) LATENESS.toMillis()));
                    actions.add(action);
                    if (random.nextInt(25) == 0) {
                        long again = at + random.nextInt(60_000);
                        actions.add(new ShopAction(
                                id, action.type(), user, action.item(), action.category(), again, again + 5));
                    }
                }
                scores.add(score(user, at + random.nextInt(900_000), session, categories, random));
            }
            if (shopper % 5 == 4) {
                long at = begin + span / 2 + random.nextInt(1000);
                actions.add(new ShopAction("erase-" + user, EventType.ERASE.code(), user, "", "", at, at + 7));
            }
            if (shopper % 5 == 3 || shopper % 10 == 4) {
                long at = begin + span / 4 + random.nextInt(1000);
                actions.add(new ShopAction("objection-" + user, EventType.OBJECTION.code(), user, "", "", at, at + 7));
                if (shopper % 2 == 1) {
                    long back = at + span / 3;
                    actions.add(
                            new ShopAction("consent-" + user, EventType.CONSENT.code(), user, "", "", back, back + 7));
                }
            }
        }
        actions.sort(Comparator.comparingLong(ShopAction::arrivedMillis).thenComparing(ShopAction::eventId));
        scores.sort(Comparator.comparingLong(InterestScore::asOfMillis).thenComparing(InterestScore::id));
        return new RecommendInput(actions, scores, catalogue(random, begin, span, categories, itemsEach));
    }

    private static List<CatalogueItem> catalogue(Random random, long begin, long span, int categories, int itemsEach) {
        List<CatalogueItem> changes = new ArrayList<>();
        for (int category = 0; category < categories; category++) {
            for (int item = 0; item < itemsEach; item++) {
                String name = "i" + category + "-" + item;
                boolean late = random.nextInt(6) == 0;
                long from = late ? begin + (long) (random.nextDouble() * span) : begin - 1000;
                long added = late ? from : begin - Duration.ofDays(100).toMillis();
                boolean consumable = category % 2 == 0;
                changes.add(new CatalogueItem(name, "shop/c" + category, 10 + item, 5, added, consumable, from, false));
                for (int change = random.nextInt(3); change > 0; change--) {
                    from += 1 + (long) (random.nextDouble() * span / 2);
                    changes.add(
                            random.nextInt(3) == 0
                                    ? CatalogueItem.gone(name, from)
                                    : new CatalogueItem(
                                            name,
                                            "shop/c" + category,
                                            10 + item,
                                            random.nextInt(2) * 3L,
                                            added,
                                            consumable,
                                            from,
                                            false));
                }
            }
        }
        changes.sort(Comparator.comparingLong(CatalogueItem::fromMillis).thenComparing(CatalogueItem::item));
        return changes;
    }

    private static InterestScore score(String user, long asOf, int number, int categories, Random random) {
        int first = random.nextInt(categories);
        int second = (first + 1 + random.nextInt(categories - 1)) % categories;
        int moving = random.nextInt(categories);
        float share = 0.4f + 0.4f * random.nextFloat();
        return new InterestScore(
                new ScoreOrigin(
                        "score-" + user + "-" + number,
                        user,
                        asOf,
                        1,
                        new ScoringModel("interest", 1, ReleaseRole.ACTIVE, ""),
                        "",
                        false),
                0.3f,
                List.of(),
                List.of(new CategoryShare("shop/c" + moving, 0.25f)),
                List.of(new CategoryShare("shop/c" + first, share), new CategoryShare("shop/c" + second, 0.9f - share)),
                List.of(),
                ScoreHeaders.NONE);
    }
}
