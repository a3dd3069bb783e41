package io.leeway.simulator.planting;

import io.leeway.simulator.shoppers.ShopCatalogue;
import io.leeway.simulator.shoppers.ShopDays;
import io.leeway.simulator.shoppers.ShopSettings;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** The live phase with what is planted in it, in the order of arrival. Holds about a day. */
public final class LiveEntries implements Iterator<PlantedEntry> {
    private final ShopDays days;
    private final LivePlanting planting;
    private final long end;
    /** What arrives before the next day is complete: nothing arrives before its day. */
    private final PriorityQueue<PlantedEntry> waiting = new PriorityQueue<>(PlantedEntry.ORDER);

    public LiveEntries(ShopSettings settings, ShopCatalogue catalogue) {
        this.days = new ShopDays(settings, catalogue);
        this.planting = new LivePlanting(settings);
        this.end = settings.end().toEpochMilli();
        long seam = settings.seam().toEpochMilli();
        while (days.nextDayMillis() < seam) {
            days.skip();
        }
    }

    @Override
    public boolean hasNext() {
        while (days.nextDayMillis() < end
                && (waiting.isEmpty() || waiting.peek().atMillis() >= days.nextDayMillis())) {
            planting.plant(days.nextDayMillis(), days.next(), waiting);
        }
        return !waiting.isEmpty() && waiting.peek().atMillis() < end;
    }

    @Override
    public PlantedEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The live phase is at its end: ask hasNext first");
        }
        return waiting.remove();
    }
}
