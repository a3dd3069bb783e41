package io.leeway.oracle;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Nasty but lawful shoppers: whatever the rule book says about an instant happens at, just before and just after that instant, in numbers of events
 * from 1 to about 300 over an hour to three years.
 */
final class RandomShoppers {

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] SILENCE = {7 * DAY, 14 * DAY, 28 * DAY, 56 * DAY};
    private static final long BEGINNING = 1_672_531_200_000L; // 2023-01-01

    private final Random random;
    private final RandomEvents make;
    private final long phase;
    private final List<ShopperEvent> events = new ArrayList<>();
    private final int size;
    private final long latest;
    private final int erasePercent;
    private final int objectPercent;
    private long now;

    private RandomShoppers(String user, Random random) {
        this.random = random;
        this.make = new RandomEvents(random, user);
        this.phase = OracleRules.OF_THE_BOOK.phaseMillis(user);
        int[] limits = {1, 5, 20, 20, 60, 60, 120, 300};
        this.size = 1 + random.nextInt(limits[random.nextInt(limits.length)]);
        long[] spans = {HOUR, DAY, 10 * DAY, 90 * DAY, 365 * DAY, 3 * 365 * DAY, 3 * 365 * DAY};
        this.now = BEGINNING + random.nextInt(700) * DAY + (random.nextBoolean() ? 0 : random.nextInt((int) DAY));
        this.latest = now + spans[random.nextInt(spans.length)];
        this.erasePercent = random.nextInt(3) == 0 ? 12 : 0;
        this.objectPercent = random.nextInt(4) == 0 ? 6 : 0;
    }

    /** The shopper of a seed, always the same. */
    static RandomShopper of(long seed) {
        // Neighbouring seeds of Random begin alike; this parts them.
        RandomShoppers shopper = new RandomShoppers("shopper-" + seed, new Random(seed * 0x9E3779B97F4A7C15L));
        shopper.live();
        return new RandomShopper(seed, shopper.events, shopper.until());
    }

    private void live() {
        events.add(make.any(now));
        while (events.size() < size) {
            now = Math.min(latest, Math.max(now, step()));
            switch (random.nextInt(100)) {
                case 0, 1, 2 -> again();
                case 3, 4, 5, 6, 7 -> restamp();
                case 8 -> aroundSixtyFour();
                case 9, 10 -> manyCategories();
                case 11, 12, 13 -> takeBack();
                case 14, 15, 16, 17 -> burst();
                default -> events.add(make.any(now));
            }
            if (random.nextInt(100) < erasePercent) {
                erase();
            }
            if (random.nextInt(100) < objectPercent) {
                object();
            }
        }
    }

    /** The shopper's first window end that is not before an instant. */
    private long windowEnd(long time) {
        return (time - phase + HOUR - 1) / HOUR * HOUR + phase;
    }

    /** When the next thing happens: at will, or where the rules have an edge. */
    private long step() {
        long last = events.get(events.size() - 1).eventTimeMillis();
        return switch (random.nextInt(20)) {
            case 0, 1 -> now;
            case 2 -> now - now % SECOND + random.nextInt((int) SECOND);
            case 3, 4, 5 -> now + random.nextInt((int) (20 * MINUTE));
            case 6, 7 -> last + 30 * MINUTE + edge();
            case 8, 9 -> windowEnd(now + 1) + (random.nextInt(3) == 0 ? 30 * MINUTE : 0) + edge();
            case 10 -> last + 6 * HOUR + edge();
            case 11, 12 -> now + random.nextInt((int) (10 * HOUR));
            case 13, 14 -> now + (long) (random.nextDouble() * 4 * DAY);
            case 15 -> (now / DAY + 1) * DAY + edge();
            case 16 -> (now / (7 * DAY) + 1) * 7 * DAY + edge();
            case 17 -> last + SILENCE[random.nextInt(4)] + edge();
            case 18 -> now + (long) (random.nextDouble() * (random.nextBoolean() ? 30 : 90) * DAY);
            default ->
                random.nextInt(4) == 0 ? last + 400 * DAY + (random.nextBoolean() ? edge() : random.nextInt()) : now;
        };
    }

    /** Mostly on the edge, sometimes a millisecond beside it. */
    private long edge() {
        return random.nextBoolean() ? 0 : random.nextInt(3) - 1;
    }

    private ShopperEvent earlier(int atMostBack) {
        return events.get(events.size() - 1 - random.nextInt(Math.min(atMostBack, events.size())));
    }

    /** The same line once more. */
    private void again() {
        events.add(earlier(events.size()));
    }

    /** The same id at another time: within the horizon, at it, beyond it, or where it would keep a session open. */
    private void restamp() {
        ShopperEvent event = earlier(random.nextBoolean() ? 3 : 80);
        long time = event.eventTimeMillis();
        long other =
                switch (random.nextInt(6)) {
                    case 0 -> time + 6 * HOUR + edge();
                    case 1 -> time + 30 * MINUTE;
                    case 2 -> windowEnd(time + 1);
                    case 3 -> time + random.nextInt((int) (12 * HOUR));
                    case 4 -> time + SECOND;
                    default -> now;
                };
        events.add(event.at(other));
    }

    /** An id again after 62 to 65 others within a few hours. */
    private void aroundSixtyFour() {
        if (events.size() + 70 > size && random.nextInt(3) > 0) {
            return;
        }
        ShopperEvent first = make.any(now);
        events.add(first);
        int others = 62 + random.nextInt(4);
        boolean seen = random.nextBoolean();
        for (int i = 0; i < others; i++) {
            now += 1 + random.nextInt((int) (2 * MINUTE));
            events.add(seen ? make.of(EventType.AD_IMPRESSION, null, now) : make.any(now));
        }
        events.add(first.at(now + 1));
    }

    /** More categories than an interest keeps, alike or not, in one instant or one after another. */
    private void manyCategories() {
        EventType type = random.nextBoolean() ? EventType.VIEW : make.type();
        long pause = random.nextBoolean() ? 0 : HOUR;
        for (String category : make.categories()) {
            if (random.nextInt(10) > 0) {
                events.add(make.of(type, category, now));
                now += pause;
            }
        }
    }

    /** A category that is bought or looked at and taken back, to nothing or below. */
    private void takeBack() {
        String category = make.categories().get(random.nextInt(make.categories().size()));
        EventType gain = random.nextBoolean() ? EventType.VIEW : EventType.SOCIAL;
        for (int i = random.nextInt(3); i > 0; i--) {
            events.add(make.of(gain, category, now));
        }
        long later = random.nextBoolean() ? now : now + random.nextInt((int) (3 * DAY));
        events.add(make.of(EventType.RETURN, category, later));
        if (random.nextBoolean()) {
            events.add(make.of(EventType.VIEW, category, later + random.nextInt(3) * HOUR));
        }
    }

    private void burst() {
        for (int i = 2 + random.nextInt(8); i > 0; i--) {
            events.add(make.any(random.nextInt(4) > 0 ? now : now + random.nextInt((int) SECOND)));
        }
    }

    /** Where something would fall due, with other events of the instant, twice, or under an id already seen. */
    private void erase() {
        ShopperEvent event = earlier(4);
        long time = event.eventTimeMillis();
        long at =
                switch (random.nextInt(6)) {
                    case 0 -> time + 30 * MINUTE + edge();
                    case 1 -> windowEnd(time) + edge();
                    case 2 -> time + SILENCE[random.nextInt(4)] + edge();
                    case 3 -> now + 1 + random.nextInt((int) DAY);
                    default -> time;
                };
        ShopperEvent erase = make.request(EventType.ERASE, random.nextInt(4) == 0 ? event.eventId() : make.id(), at);
        events.add(erase);
        if (random.nextInt(3) == 0) {
            events.add(random.nextBoolean() ? erase : make.request(EventType.ERASE, make.id(), at + random.nextInt(2)));
        }
        if (random.nextInt(3) == 0) {
            events.add(random.nextBoolean() ? event.at(at + 1) : make.any(at + random.nextInt(2)));
        }
        now = Math.max(now, at);
    }

    /** Mostly withdrawn soon: in the same instant, on an edge, after years, or by another's id. */
    private void object() {
        ShopperEvent event = earlier(4);
        long time = event.eventTimeMillis();
        long at = random.nextBoolean() ? time : time + 30 * MINUTE + edge();
        String id = random.nextInt(4) == 0 ? event.eventId() : make.id();
        events.add(make.request(EventType.OBJECTION, id, at));
        if (random.nextInt(5) > 0) {
            long consent =
                    switch (random.nextInt(5)) {
                        case 0 -> at + edge();
                        case 1 -> windowEnd(at) + edge();
                        case 2 -> at + 400 * DAY + random.nextInt((int) DAY);
                        default -> at + 1 + random.nextInt((int) (10 * DAY));
                    };
            events.add(make.request(EventType.CONSENT, random.nextBoolean() ? id : make.id(), consent));
        }
        if (random.nextInt(3) == 0) {
            events.add(random.nextBoolean() ? event.at(at + 1) : make.any(at + random.nextInt(2)));
        }
        now = Math.max(now, at);
    }

    private long until() {
        long last =
                events.stream().mapToLong(ShopperEvent::eventTimeMillis).max().orElseThrow();
        return switch (random.nextInt(12)) {
            case 0 -> last + edge();
            case 1 -> last + 30 * MINUTE + edge();
            case 2 -> last + SILENCE[random.nextInt(4)] + edge();
            case 3 -> last + 400 * DAY + edge();
            case 4 -> earlier(events.size()).eventTimeMillis() + (random.nextBoolean() ? 30 * MINUTE : 0);
            default -> last + 57 * DAY;
        };
    }
}
