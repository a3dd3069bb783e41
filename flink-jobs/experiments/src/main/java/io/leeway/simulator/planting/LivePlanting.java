package io.leeway.simulator.planting;

import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.SeedPurpose;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopSettings;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;

/** Gives each live event an arrival, and plants what is to be found again. */
final class LivePlanting {
    /** By how much at least a late one is late. */
    private static final long CLEARLY = 60_000;

    private static final long MOST_LATE = 7_200_000;
    private static final long HOUR = 3_600_000;

    private final ShopSettings settings;
    private final PlantingRates planting;
    private final long lateness;
    private long sequence;

    LivePlanting(ShopSettings settings) {
        this.settings = settings;
        this.planting = settings.planting();
        this.lateness = settings.allowedLateness().toMillis();
    }

    /** Adds all that comes of a day; its arrivals lie at or after the day's start. */
    void plant(long startMillis, List<ShopperEvent> events, Queue<PlantedEntry> out) {
        SeededRandom arrival =
                new SeededRandom(SeededRandom.seed(settings.seed(), SeedPurpose.LIVE_ARRIVAL, startMillis));
        SeededRandom dice =
                new SeededRandom(SeededRandom.seed(settings.seed(), SeedPurpose.LIVE_PLANTING, startMillis));
        DayOfEvents today = new DayOfEvents(startMillis, events, planting.live().erasesPerDay(), dice);
        for (ShopperEvent event : events) {
            long at = event.eventTimeMillis() + delay(arrival);
            add(out, at, EntryFate.APPLIED, event);
            repeat(event, at, today, dice, out);
        }
        for (ShopperEvent erase : today.erases()) {
            add(out, erase.eventTimeMillis() + arrival.between(0, 2000), EntryFate.ERASED, erase);
            replay(erase, today, dice, out);
        }
        if (!events.isEmpty()) {
            plantLate(today, dice, out);
            plantDead(today, dice, out);
        }
    }

    /** Mostly seconds; now and then almost all that is allowed. */
    private long delay(SeededRandom dice) {
        if (dice.chance(0.03)) {
            return dice.between(lateness / 20, lateness * 49 / 50);
        }
        return Math.min(lateness / 20, (long) dice.exponential(1500));
    }

    private void repeat(ShopperEvent event, long at, DayOfEvents today, SeededRandom dice, Queue<PlantedEntry> out) {
        double chance = dice.uniform();
        long time = event.eventTimeMillis();
        if (today.isErased(event.userId()) || at - time > lateness / 2) {
            return;
        }
        if (chance < planting.live().duplicates()) {
            add(out, at + 1 + dice.between(0, lateness / 4), EntryFate.DUPLICATE, event);
        } else if (chance < planting.live().duplicates() + planting.live().restamped()) {
            OptionalLong later = today.restamp(event, dice);
            if (later.isPresent()) {
                long again = Math.max(at, later.getAsLong()) + 1 + dice.between(0, lateness / 4);
                add(out, again, EntryFate.RESTAMPED, event.at(later.getAsLong()));
            }
        }
    }

    /** Replays events from before an erasure, too late: they must not bring the shopper back. */
    private void replay(ShopperEvent erase, DayOfEvents today, SeededRandom dice, Queue<PlantedEntry> out) {
        today.of(erase.userId()).stream()
                .filter(event -> event.eventTimeMillis() < erase.eventTimeMillis())
                .limit(2)
                .forEach(event -> add(
                        out,
                        erase.eventTimeMillis() + lateness + CLEARLY + dice.between(0, HOUR),
                        EntryFate.LATE,
                        event));
    }

    private void plantLate(DayOfEvents today, SeededRandom dice, Queue<PlantedEntry> out) {
        for (int i = 0; i < planting.live().latePerDay(); i++) {
            long at = today.slot(i, planting.live().latePerDay(), dice);
            long latest = at - lateness - CLEARLY;
            long time = Math.max(settings.seam().toEpochMilli(), latest - dice.between(0, MOST_LATE));
            if (time <= latest) {
                add(out, at, EntryFate.LATE, view("late", i, today, at, false).at(time));
            }
        }
    }

    private void plantDead(DayOfEvents today, SeededRandom dice, Queue<PlantedEntry> out) {
        for (int i = 0; i < planting.live().brokenPerDay(); i++) {
            long at = today.slot(i, planting.live().brokenPerDay(), dice);
            ShopperEvent like = today.near(at);
            String id = "broken-" + today.number() + "-" + i;
            byte[] bytes = BrokenBytes.of(dice.below(BrokenBytes.WAYS), id, like, dice);
            String user = dice.chance(0.5) ? like.userId() : null;
            out.add(new PlantedEntry(at, sequence++, EntryFate.UNDECODABLE, user, null, bytes));
        }
        for (int i = 0; i < planting.live().negativePricesPerDay(); i++) {
            long at = today.slot(i, planting.live().negativePricesPerDay(), dice);
            add(
                    out,
                    at,
                    EntryFate.IMPLAUSIBLE_PRICE,
                    view("negative", i, today, at, true).at(at));
        }
        for (int i = 0; i < planting.live().farAheadPerDay(); i++) {
            long at = today.slot(i, planting.live().farAheadPerDay(), dice);
            long time = at + dice.between(HOUR, 30 * TimeMillis.DAY);
            add(
                    out,
                    at,
                    EntryFate.IMPLAUSIBLE_TIME,
                    view("ahead", i, today, at, false).at(time));
        }
    }

    /** A view like what happens at an instant, under an id of its own. */
    private static ShopperEvent view(String kind, int i, DayOfEvents today, long atMillis, boolean negative) {
        ShopperEvent like = today.near(atMillis);
        return new ShopperEvent(
                kind + "-" + today.number() + "-" + i,
                EventType.VIEW,
                like.userId(),
                like.itemId(),
                like.category(),
                negative ? -like.price() : like.price(),
                like.currency(),
                1,
                0,
                null,
                like.platform(),
                atMillis);
    }

    private void add(Queue<PlantedEntry> out, long atMillis, EntryFate fate, ShopperEvent event) {
        out.add(PlantedEntry.of(atMillis, sequence++, fate, event));
    }
}
