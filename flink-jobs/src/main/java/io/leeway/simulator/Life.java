package io.leeway.simulator;

import io.leeway.shopper.EventType;
import io.leeway.shopper.Platform;
import io.leeway.shopper.ShopperEvent;
import io.leeway.shopper.SocialAction;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One shopper, day after day. Has its own chance, so that it does not matter in which order shoppers live. Every event lies at an even
 * millisecond; what is planted beside them can take odd ones.
 */
final class Life {
    private static final int REMEMBERED_DAYS = 30;

    private final String userId;
    private final Catalogue catalogue;
    private final Temper temper;
    private final Interests interests;
    private final Hours hours;
    private final Dice dice;
    private final Witness witness;
    /** What was begun and lies on a later day: the end of a visit over midnight, reviews, returns. */
    private final List<ShopperEvent> ahead = new ArrayList<>();
    /** The item last bought of each category, plus one. */
    private final byte[] lastBought;

    private final double minding;
    private final Tastes.@Nullable Liking liking;

    private Buying buying;
    private int events;

    Life(ShopSettings settings, Catalogue catalogue, int shopper) {
        this(settings, catalogue, shopper, Witness.NONE);
    }

    /** The same life, and somebody who sees it. */
    Life(ShopSettings settings, Catalogue catalogue, int shopper, Witness witness) {
        this.userId = userId(shopper);
        this.catalogue = catalogue;
        this.temper = Temper.draw(settings, shopper);
        this.interests = new Interests(settings, catalogue, shopper);
        this.hours = new Hours(temper.peakHour());
        this.dice = new Dice(Dice.seed(settings.seed(), Seeds.LIFE, shopper));
        this.witness = witness;
        this.lastBought = new byte[catalogue.size()];
        Promotions promotions = catalogue.promotions();
        this.minding = promotions == null ? 1 : promotions.minding(shopper);
        Tastes tastes = catalogue.tastes();
        this.liking = tastes == null ? null : tastes.of(shopper);
        this.buying = Buying.first(temper, dice.uniform());
    }

    static String userId(int shopper) {
        return "u" + shopper;
    }

    Temper temper() {
        return temper;
    }

    Interests interests() {
        return interests;
    }

    /** Lives the day that begins at this instant and adds all that happens in it, in no order. Days follow each other. */
    void day(long dayStart, List<ShopperEvent> out) {
        long dayEnd = dayStart + Temper.DAY;
        if (dayEnd > temper.joinedMillis() && dayStart < temper.leavesMillis()) {
            if (temper.afterPause(dayStart) == dayStart) {
                live(dayStart, dayEnd);
            }
        } else if (dayStart >= temper.leavesMillis()
                && dayStart < temper.leavesMillis() + REMEMBERED_DAYS * Temper.DAY
                && dice.chance(0.08)) {
            // Advertising goes on for a while after somebody who has left.
            new Visit(this, timeOfDay(dayStart), Platform.APP).seeAdvertisement();
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
        double leaving = temper.leaving(dayStart);
        if (buying.isDue(dayEnd) && !putOff(leaving)) {
            long at = Math.max(timeOfDay(dayStart), even(temper.joinedMillis() + 1));
            if (at < temper.leavesMillis()) {
                new Visit(this, at, platform()).buy(leaving);
                buying = Buying.after(temper, at, dayStart, dice);
            }
        }
        // The nearer the next buying visit, the more they look around.
        boolean intent = buying.intent(dayStart);
        double visits = visits(temper, dayStart, intent);
        for (int i = dice.poisson(visits); i > 0; i--) {
            long at = timeOfDay(dayStart);
            if (at >= temper.joinedMillis() && at < temper.leavesMillis()) {
                new Visit(this, at, platform()).browse(leaving, intent);
            }
        }
    }

    /** Mean visits of a day without those to buy. */
    static double visits(Temper temper, long dayStart, boolean intent) {
        double weekend = isWeekend(dayStart) ? temper.weekendFactor() : 1;
        return temper.visitsPerDay()
                * weekend
                * yearly(dayStart)
                * (intent ? 1.4 : 0.8)
                * (1 - 0.65 * temper.leaving(dayStart));
    }

    private boolean putOff(double leaving) {
        if (leaving > 0 && dice.chance(Buying.puttingOff(leaving))) {
            buying.putOff();
            return true;
        }
        return false;
    }

    private long timeOfDay(long dayStart) {
        return hours.draw(dayStart, dice);
    }

    private Platform platform() {
        return Platform.values()[dice.weighted(temper.platforms())];
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

    Witness witness() {
        return witness;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Dice dice() {
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
     * What this shopper buys of a category now, relative to the usual price; 1 where prices stand still.
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
        if (at >= temper.leavesMillis() && type != EventType.AD_IMPRESSION) {
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
