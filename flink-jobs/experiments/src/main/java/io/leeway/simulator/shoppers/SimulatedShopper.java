package io.leeway.simulator.shoppers;

import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.Platform;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One shopper, day after day. Has its own chance, so that it does not matter in which order
 * shoppers live. Every event lies at an even millisecond; what is planted beside them can take odd
 * ones.
 */
public final class SimulatedShopper {
    private static final int REMEMBERED_DAYS = 30;

    private final String userId;
    private final ShopCatalogue catalogue;
    private final ShopperTraits traits;
    private final HiddenInterests interests;
    private final VisitHours hours;
    private final SeededRandom dice;
    private final @Nullable ShopperDiary diary;
    /** What lies on a later day: the end of a visit over midnight, reviews, returns. */
    private final List<ShopperEvent> ahead = new ArrayList<>();
    /** The item last bought of each category, plus one. */
    private final byte[] lastBought;

    private final double minding;
    private final Tastes.@Nullable Liking liking;

    private BuyingSchedule buying;
    private int events;

    public SimulatedShopper(ShopSettings settings, ShopCatalogue catalogue, int shopper) {
        this(settings, catalogue, shopper, null);
    }

    public SimulatedShopper(ShopSettings settings, ShopCatalogue catalogue, int shopper, @Nullable ShopperDiary diary) {
        this.userId = userId(shopper);
        this.catalogue = catalogue;
        this.traits = ShopperTraits.draw(settings, shopper);
        this.interests = new HiddenInterests(settings, catalogue, shopper);
        this.hours = new VisitHours(traits.habits().peakHour());
        this.dice = new SeededRandom(SeededRandom.seed(settings.seed(), SeedPurpose.LIFE, shopper));
        this.diary = diary;
        this.lastBought = new byte[catalogue.size()];
        Promotions promotions = catalogue.promotions();
        this.minding = promotions == null ? 1 : promotions.minding(shopper);
        Tastes tastes = catalogue.tastes();
        this.liking = tastes == null ? null : tastes.of(shopper);
        this.buying = BuyingSchedule.first(traits, dice.uniform());
    }

    public static String userId(int shopper) {
        return "u" + shopper;
    }

    public ShopperTraits traits() {
        return traits;
    }

    HiddenInterests interests() {
        return interests;
    }

    /** Lives the day that begins at this instant, adding its events in no order. */
    public void day(long dayStart, List<ShopperEvent> out) {
        long dayEnd = dayStart + TimeMillis.DAY;
        if (dayEnd > traits.stay().joinedMillis() && dayStart < traits.stay().leavesMillis()) {
            if (traits.afterPause(dayStart) == dayStart) {
                live(dayStart, dayEnd);
            }
        } else if (dayStart >= traits.stay().leavesMillis()
                && dayStart < traits.stay().leavesMillis() + REMEMBERED_DAYS * TimeMillis.DAY
                && dice.chance(0.08)) {
            // Advertising continues for a while after a shopper has left.
            new ShopperVisit(this, timeOfDay(dayStart), Platform.APP).seeAdvertisement();
        }
        for (Iterator<ShopperEvent> each = ahead.iterator(); each.hasNext(); ) {
            ShopperEvent event = each.next();
            if (event.eventTimeMillis() < dayEnd) {
                out.add(event);
                each.remove();
            }
        }
    }

    private void live(long dayStart, long dayEnd) {
        double leaving = traits.leaving(dayStart);
        if (buying.isDue(dayEnd) && !putOff(leaving)) {
            long at = Math.max(timeOfDay(dayStart), even(traits.stay().joinedMillis() + 1));
            if (at < traits.stay().leavesMillis()) {
                new ShopperVisit(this, at, platform()).buy(leaving);
                buying = BuyingSchedule.after(traits, at, dayStart, dice);
            }
        }
        // The nearer the next buying visit, the more they look around.
        boolean intent = buying.intent(dayStart);
        double visits = visits(traits, dayStart, intent);
        for (int i = dice.poisson(visits); i > 0; i--) {
            long at = timeOfDay(dayStart);
            if (at >= traits.stay().joinedMillis() && at < traits.stay().leavesMillis()) {
                new ShopperVisit(this, at, platform()).browse(leaving, intent);
            }
        }
    }

    /** Mean visits of a day without those to buy. */
    public static double visits(ShopperTraits traits, long dayStart, boolean intent) {
        double weekend = isWeekend(dayStart) ? traits.habits().weekendFactor() : 1;
        return traits.habits().visitsPerDay()
                * weekend
                * yearly(dayStart)
                * (intent ? 1.4 : 0.8)
                * (1 - 0.65 * traits.leaving(dayStart));
    }

    private boolean putOff(double leaving) {
        if (leaving > 0 && dice.chance(BuyingSchedule.puttingOff(leaving))) {
            buying.putOff();
            return true;
        }
        return false;
    }

    private long timeOfDay(long dayStart) {
        return hours.draw(dayStart, dice);
    }

    private Platform platform() {
        return Platform.values()[dice.weighted(traits.habits().platforms())];
    }

    private static boolean isWeekend(long millis) {
        DayOfWeek day = date(millis).getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }

    /** More before Christmas, less in summer: 0.88 to 1.12. */
    static double yearly(long millis) {
        return 1 + 0.12 * StrictMath.cos(2 * StrictMath.PI * (date(millis).getDayOfYear() - 335) / 365.0);
    }

    static LocalDate date(long millis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    private static long even(long millis) {
        return millis & ~1L;
    }

    // What a visit needs of the shopper.

    @Nullable
    ShopperDiary diary() {
        return diary;
    }

    ShopCatalogue catalogue() {
        return catalogue;
    }

    SeededRandom dice() {
        return dice;
    }

    /** The item last bought of a category, or -1. */
    int lastBought(int category) {
        return lastBought[category] - 1;
    }

    /** What they like; null where items are turned to by popularity alone. */
    Tastes.@Nullable Liking liking() {
        return liking;
    }

    void bought(int category, int item) {
        lastBought[category] = (byte) (item + 1);
    }

    /**
     * What this shopper buys of a category now, relative to the usual price; 1 where prices are
     * constant.
     */
    double demand(int category, long atMillis) {
        Promotions promotions = catalogue.promotions();
        return promotions == null ? 1 : promotions.demand(catalogue, category, minding, atMillis);
    }

    /**
     * Something that happens now or later; after leaving, nothing does but advertising.
     *
     * @param pricedMillis the instant whose price it has: of a return, that of the purchase
     */
    void happens(
            EventType type,
            long atMillis,
            long pricedMillis,
            int category,
            int item,
            int quantity,
            double rating,
            @Nullable SocialAction social,
            Platform platform) {
        long at = even(atMillis);
        if (at >= traits.stay().leavesMillis() && type != EventType.AD_IMPRESSION) {
            return;
        }
        ahead.add(new ShopperEvent(
                userId + "-" + events++,
                type,
                userId,
                catalogue.item(category, item),
                catalogue.path(category),
                catalogue.price(category, item, pricedMillis),
                "EUR",
                quantity,
                rating,
                social,
                platform,
                at));
    }
}
