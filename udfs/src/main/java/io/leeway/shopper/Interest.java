package io.leeway.shopper;

import io.leeway.shopper.events.ShopperEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * {@code interest_long}, {@code interest_short}: the categories a shopper cares for, by
 * exponentially decayed weights of what they did.
 *
 * <p>Keeps at most 16 categories. Weights are as of the last gain; decay is common to all of them,
 * so shares need none.
 */
final class Interest implements ProfilePart {
    static final int CATEGORIES = 16;
    private static final Comparator<Entry> LEAST_FIRST = Comparator.<Entry>comparingDouble(entry -> entry.weight)
            .thenComparing(entry -> entry.category, Comparator.reverseOrder());

    private final double halfLifeMillis;
    private final List<Entry> entries = new ArrayList<>(CATEGORIES + 1);
    private long asOf;

    private static final class Entry {
        private final String category;
        private double weight;

        private Entry(String category, double weight) {
            this.category = category;
            this.weight = weight;
        }
    }

    Interest(Duration halfLife) {
        this.halfLifeMillis = halfLife.toMillis();
    }

    @Override
    public void observe(ShopperEvent event) {
        String category = event.category();
        double gain = event.interestGain();
        if (category == null || gain == 0 || !event.type().isActivity()) {
            return;
        }
        double decay = Math.exp((asOf - event.eventTimeMillis()) / halfLifeMillis * Math.log(2));
        Entry mine = null;
        for (Entry entry : entries) {
            entry.weight *= decay;
            if (entry.category.equals(category)) {
                mine = entry;
            }
        }
        asOf = event.eventTimeMillis();
        if (mine == null) {
            mine = new Entry(category, 0);
            entries.add(mine);
        }
        mine.weight += gain;
        entries.removeIf(entry -> entry.weight <= 0);
        if (entries.size() > CATEGORIES) {
            entries.remove(entries.stream().min(LEAST_FIRST).orElseThrow());
        }
    }

    /** CATEGORY[16], by falling weight, then name. */
    void writeNames(VectorWriter out) {
        List<Entry> sorted = sorted();
        for (int i = 0; i < CATEGORIES; i++) {
            out.category(i < sorted.size() ? sorted.get(i).category : null);
        }
    }

    /** float32[16], the shares of the names: they sum to 1, or are all 0. */
    void writeWeights(VectorWriter out) {
        List<Entry> sorted = sorted();
        double sum = 0;
        for (Entry entry : sorted) {
            sum += entry.weight;
        }
        for (int i = 0; i < CATEGORIES; i++) {
            out.number(i < sorted.size() ? sorted.get(i).weight / sum : 0);
        }
    }

    private List<Entry> sorted() {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(LEAST_FIRST.reversed());
        return sorted;
    }

    @Override
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public void save(ByteOutput out, CategoryDictionary dictionary) {
        out.writeLong(asOf);
        out.writeLong(entries.size());
        for (Entry entry : entries) {
            out.writeLong(dictionary.indexOf(entry.category));
            out.writeDouble(entry.weight);
        }
    }

    @Override
    public void load(ByteInput in, CategoryDictionary dictionary) {
        asOf = in.readLong();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            String category = dictionary.name(in.readInt());
            entries.add(new Entry(category, in.readDouble()));
        }
    }
}
