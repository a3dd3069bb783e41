package io.leeway.simulator;

import io.leeway.shopper.ShopperEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/** History with what is planted in it, in the order of its lines. Holds one day. */
final class HistoryEntries implements Iterator<Entry> {
    private final ShopSettings settings;
    private final Days days;
    private final long seam;
    private Iterator<Entry> day = List.<Entry>of().iterator();

    HistoryEntries(ShopSettings settings, Catalogue catalogue) {
        this.settings = settings;
        this.days = new Days(settings, catalogue);
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
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("History is at its end: ask hasNext first");
        }
        return day.next();
    }

    private List<Entry> plant(long startMillis, List<ShopperEvent> events) {
        Planting planting = settings.planting();
        Dice dice = new Dice(Dice.seed(settings.seed(), Seeds.HISTORY_PLANTING, startMillis));
        DayOfEvents today = new DayOfEvents(startMillis, events, planting.historyErasesPerDay(), dice);
        List<Entry> entries = new ArrayList<>(events.size() + 64);
        for (ShopperEvent event : events) {
            entries.add(entry(event.eventTimeMillis(), entries, Fate.APPLIED, event));
            if (today.isErased(event.userId())) {
                continue;
            }
            double chance = dice.uniform();
            if (chance < planting.historyDuplicates()) {
                entries.add(entry(event.eventTimeMillis(), entries, Fate.DUPLICATE, event));
            } else if (chance < planting.historyDuplicates() + planting.historyRestamped()) {
                OptionalLong at = today.restamp(event, dice);
                if (at.isPresent()) {
                    entries.add(entry(at.getAsLong(), entries, Fate.RESTAMPED, event.at(at.getAsLong())));
                }
            }
        }
        for (ShopperEvent erase : today.erases()) {
            entries.add(entry(erase.eventTimeMillis(), entries, Fate.ERASED, erase));
        }
        for (int i = 0; i < planting.historyBrokenPerDay() && !events.isEmpty(); i++) {
            long at = today.slot(i, planting.historyBrokenPerDay(), dice);
            String id = "broken-" + today.number() + "-" + i;
            byte[] bytes = BrokenBytes.of(dice.below(BrokenBytes.WAYS), id, today.near(at), dice);
            entries.add(new Entry(at, entries.size(), Fate.UNDECODABLE, null, null, bytes));
        }
        entries.sort(Entry.ORDER);
        return entries;
    }

    private static Entry entry(long at, List<Entry> before, Fate fate, ShopperEvent event) {
        return Entry.of(at, before.size(), fate, event);
    }
}
