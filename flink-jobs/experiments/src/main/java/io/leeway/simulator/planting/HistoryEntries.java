package io.leeway.simulator.planting;

import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.SeedPurpose;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopCatalogue;
import io.leeway.simulator.shoppers.ShopDays;
import io.leeway.simulator.shoppers.ShopSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/** History with what is planted in it, in the order of its lines. Holds one day. */
public final class HistoryEntries implements Iterator<PlantedEntry> {
    private final ShopSettings settings;
    private final ShopDays days;
    private final long seam;
    private Iterator<PlantedEntry> day = List.<PlantedEntry>of().iterator();

    public HistoryEntries(ShopSettings settings, ShopCatalogue catalogue) {
        this.settings = settings;
        this.days = new ShopDays(settings, catalogue);
        this.seam = settings.seam().toEpochMilli();
    }

    @Override
    public boolean hasNext() {
        while (!day.hasNext() && days.nextDayMillis() < seam) {
            day = plant(days.nextDayMillis(), days.next()).iterator();
        }
        return day.hasNext();
    }

    @Override
    public PlantedEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("History is at its end: ask hasNext first");
        }
        return day.next();
    }

    private List<PlantedEntry> plant(long startMillis, List<ShopperEvent> events) {
        PlantingRates planting = settings.planting();
        SeededRandom dice =
                new SeededRandom(SeededRandom.seed(settings.seed(), SeedPurpose.HISTORY_PLANTING, startMillis));
        DayOfEvents today =
                new DayOfEvents(startMillis, events, planting.history().erasesPerDay(), dice);
        List<PlantedEntry> entries = new ArrayList<>(events.size() + 64);
        for (ShopperEvent event : events) {
            entries.add(entry(event.eventTimeMillis(), entries, EntryFate.APPLIED, event));
            if (today.isErased(event.userId())) {
                continue;
            }
            double chance = dice.uniform();
            if (chance < planting.history().duplicates()) {
                entries.add(entry(event.eventTimeMillis(), entries, EntryFate.DUPLICATE, event));
            } else if (chance
                    < planting.history().duplicates() + planting.history().restamped()) {
                OptionalLong at = today.restamp(event, dice);
                if (at.isPresent()) {
                    entries.add(entry(at.getAsLong(), entries, EntryFate.RESTAMPED, event.at(at.getAsLong())));
                }
            }
        }
        for (ShopperEvent erase : today.erases()) {
            entries.add(entry(erase.eventTimeMillis(), entries, EntryFate.ERASED, erase));
        }
        for (int i = 0; i < planting.history().brokenPerDay() && !events.isEmpty(); i++) {
            long at = today.slot(i, planting.history().brokenPerDay(), dice);
            String id = "broken-" + today.number() + "-" + i;
            byte[] bytes = BrokenBytes.of(dice.below(BrokenBytes.WAYS), id, today.near(at), dice);
            entries.add(new PlantedEntry(at, entries.size(), EntryFate.UNDECODABLE, null, null, bytes));
        }
        entries.sort(PlantedEntry.ORDER);
        return entries;
    }

    private static PlantedEntry entry(long at, List<PlantedEntry> before, EntryFate fate, ShopperEvent event) {
        return PlantedEntry.of(at, before.size(), fate, event);
    }
}
