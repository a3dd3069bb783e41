package io.leeway.bench.job;

import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ShopperProfile;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.Platform;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * How synthetic shoppers behave, so cheaply that millions of their events cost seconds: visits of 1
 * to 8 events some minutes long, mostly in a few categories of the shopper's own. A shopper visits
 * every ten days in the mean, the keenest many times a day.
 */
final class SyntheticVisitor {
    /** Mean time between two visits of a shopper. */
    static final long VISIT_EVERY_MILLIS = TimeUnit.DAYS.toMillis(10);

    private static final long SEED = 20_260_105L;
    private static final int OWN = 6;
    private static final int LONGEST_VISIT = 8;
    private static final double BETWEEN_EVENTS_MILLIS = 75_000;
    private static final String[] CATEGORIES = categories();

    private SyntheticVisitor() {}

    private static String[] categories() {
        String[] departments = {"baby", "sport", "home", "garden", "electronics", "fashion"};
        String[] made = new String[60];
        for (int i = 0; i < made.length; i++) {
            made[i] = departments[i % departments.length] + "/range-" + i / departments.length;
        }
        return made;
    }

    static String userId(int shopper) {
        return "u" + shopper;
    }

    /** Who visits next: a quarter of the visits are by a sixteenth of the shoppers. */
    static int shopper(int shoppers, SplittableRandom dice) {
        double share = dice.nextDouble();
        return (int) (shoppers * share * share);
    }

    static int eventsOfAVisit(SplittableRandom dice) {
        return 1 + dice.nextInt(LONGEST_VISIT);
    }

    static long untilNextEvent(SplittableRandom dice) {
        return 1 + (long) exponential(BETWEEN_EVENTS_MILLIS, dice);
    }

    static double exponential(double mean, SplittableRandom dice) {
        return -mean * Math.log(1 - dice.nextDouble());
    }

    static ShopperEvent event(int shopper, long number, long timeMillis, SplittableRandom dice) {
        int throwOf = dice.nextInt(100);
        EventType type = throwOf < 70
                ? EventType.VIEW
                : throwOf < 82 ? EventType.CART : throwOf < 90 ? EventType.FAVOURITE : EventType.PURCHASE;
        int category = dice.nextInt(5) > 0
                ? Math.floorMod(shopper * 31 + dice.nextInt(OWN) * 7, CATEGORIES.length)
                : dice.nextInt(CATEGORIES.length);
        return new ShopperEvent(
                "e" + number,
                type,
                userId(shopper),
                "i" + dice.nextInt(10_000),
                CATEGORIES[category],
                5 + dice.nextInt(20_000) / 100.0,
                "EUR",
                1,
                0,
                null,
                Platform.WEB,
                timeMillis);
    }

    /**
     * One shopper's profiles at the end of pasts that began at several instants: the same visits,
     * as far as each past goes back.
     *
     * @param shopper of {@code shoppers}
     * @param begins the earliest first
     */
    static byte[][] profiles(int shopper, int shoppers, long[] begins, long end, ProfileSettings settings) {
        SplittableRandom dice = new SplittableRandom(SEED + shopper);
        ShopperProfile[] profiles = new ShopperProfile[begins.length];
        for (int i = 0; i < profiles.length; i++) {
            profiles[i] = new ShopperProfile(settings);
        }
        // The density of the square of a uniform number, so that pasts and the stream of visits
        // agree.
        double visitEvery = VISIT_EVERY_MILLIS * 2 * Math.sqrt((shopper + 0.5) / shoppers);
        long number = 0;
        List<PendingEvent> visit = new ArrayList<>();
        for (long time = begins[0] + (long) exponential(visitEvery, dice);
                time < end;
                time += (long) exponential(visitEvery, dice)) {
            long begun = time;
            visit.clear();
            for (int left = eventsOfAVisit(dice); left > 0 && time < end; left--) {
                visit.add(new PendingEvent(event(shopper, number++, time, dice), 0));
                time += untilNextEvent(dice);
            }
            long last = visit.get(visit.size() - 1).event().eventTimeMillis();
            for (int i = 0; i < profiles.length; i++) {
                if (begins[i] <= begun) {
                    profiles[i].advanceTo(last, visit, SilentListener.INSTANCE);
                }
            }
        }
        byte[][] bytes = new byte[profiles.length][];
        for (int i = 0; i < profiles.length; i++) {
            profiles[i].advanceTo(end, List.of(), SilentListener.INSTANCE);
            bytes[i] = profiles[i].toBytes();
        }
        return bytes;
    }
}
