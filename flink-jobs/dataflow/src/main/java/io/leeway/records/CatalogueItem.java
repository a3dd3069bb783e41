package io.leeway.records;

/**
 * An item of the shop from an instant on, or that it is gone.
 *
 * @param category its category's path; empty where the item is gone
 * @param price of one unit
 * @param stock units that can be sold
 * @param addedAtMillis event time since when the shop has had it
 * @param consumable whether it is used up, so that the same one is bought again
 * @param fromMillis event time from which all this holds: until the item's next change
 * @param gone whether the shop no longer has it
 */
public record CatalogueItem(
        String item,
        String category,
        double price,
        long stock,
        long addedAtMillis,
        boolean consumable,
        long fromMillis,
        boolean gone) {

    public CatalogueItem {
        if (item.isEmpty()) {
            throw new IllegalArgumentException("Expected an item's id, found an empty one");
        }
        if (stock < 0 || !Double.isFinite(price) || price < 0) {
            throw new IllegalArgumentException(
                    "Expected a stock and a price of at least 0 of " + item + ", found " + stock + " and " + price);
        }
    }

    /** That an item is gone from an instant on. */
    public static CatalogueItem gone(String item, long fromMillis) {
        return new CatalogueItem(item, "", 0, 0, 0, false, fromMillis, true);
    }
}
