package io.leeway.decisions.recommendation;

import io.leeway.records.CatalogueItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the shop sells, as of any instant that may still be asked for. Of an item every change is
 * kept from the one that holds now on. Not thread-safe.
 */
public final class CatalogueView {
    private static final Comparator<CatalogueItem> ORDER = Comparator.comparing((CatalogueItem item) -> item.gone())
            .thenComparing(CatalogueItem::category)
            .thenComparing(CatalogueItem::price)
            .thenComparing(CatalogueItem::stock)
            .thenComparing(CatalogueItem::addedAtMillis)
            .thenComparing(CatalogueItem::consumable);

    /** Of an item's changes by when they begin. */
    private final Map<String, TreeMap<Long, CatalogueItem>> versions = new HashMap<>();
    /** Items by category and by when they came, those that may be gone or elsewhere by now too. */
    private final Map<String, TreeMap<Long, TreeSet<String>>> arrivals = new HashMap<>();

    /**
     * Takes a change.
     *
     * @param nowMillis no list will be made as of an earlier instant
     * @return what is still to be kept of the item, in order
     */
    public List<CatalogueItem> put(CatalogueItem change, long nowMillis) {
        TreeMap<Long, CatalogueItem> of = versions.computeIfAbsent(change.item(), item -> new TreeMap<>());
        // Two changes from the same instant on: the same one in whatever order they come.
        of.merge(change.fromMillis(), change, (one, other) -> ORDER.compare(one, other) >= 0 ? one : other);
        of.values().forEach(this::arrive);
        Long holds = of.floorKey(nowMillis);
        if (holds != null) {
            List<CatalogueItem> past = new ArrayList<>(of.headMap(holds).values());
            of.headMap(holds).clear();
            if (of.size() == 1 && of.firstEntry().getValue().gone()) {
                versions.remove(change.item());
                of.clear();
            }
            past.forEach(this::leave);
            of.values().forEach(this::arrive);
        }
        return new ArrayList<>(of.values());
    }

    private void arrive(CatalogueItem item) {
        if (!item.gone()) {
            arrivals.computeIfAbsent(item.category(), category -> new TreeMap<>())
                    .computeIfAbsent(item.addedAtMillis(), at -> new TreeSet<>())
                    .add(item.item());
        }
    }

    private void leave(CatalogueItem item) {
        TreeMap<Long, TreeSet<String>> of = arrivals.get(item.category());
        TreeSet<String> at = of == null ? null : of.get(item.addedAtMillis());
        if (of != null && at != null && at.remove(item.item()) && at.isEmpty()) {
            of.remove(item.addedAtMillis());
        }
    }

    /** The item as it is at an instant; empty where the shop does not have it. */
    public Optional<CatalogueItem> at(String item, long asOfMillis) {
        TreeMap<Long, CatalogueItem> of = versions.get(item);
        Map.Entry<Long, CatalogueItem> holds = of == null ? null : of.floorEntry(asOfMillis);
        return holds == null || holds.getValue().gone() ? Optional.empty() : Optional.of(holds.getValue());
    }

    /** Items of a category added within some time before an instant, the latest first. */
    List<String> newIn(String category, long asOfMillis, long withinMillis, int most) {
        List<String> items = new ArrayList<>();
        TreeMap<Long, TreeSet<String>> of = arrivals.get(category);
        if (of == null) {
            return items;
        }
        for (Map.Entry<Long, TreeSet<String>> at : of.subMap(asOfMillis - withinMillis, false, asOfMillis, true)
                .descendingMap()
                .entrySet()) {
            for (String item : at.getValue()) {
                if (items.size() < most && isNew(item, category, at.getKey(), asOfMillis)) {
                    items.add(item);
                }
            }
        }
        return items;
    }

    private boolean isNew(String item, String category, long addedAtMillis, long asOfMillis) {
        return at(item, asOfMillis)
                .filter(now -> now.category().equals(category) && now.addedAtMillis() == addedAtMillis)
                .isPresent();
    }
}
