package io.leeway.decisions.recommendation;

/** By what is counted: an item's companions by the item, a category's items by the category. */
final class CountKeys {
    private static final String ITEM = "i:";
    private static final String CATEGORY = "c:";

    private CountKeys() {}

    static String item(String item) {
        return ITEM + item;
    }

    static String category(String category) {
        return CATEGORY + category;
    }

    /** The item or category. */
    static String name(String key) {
        return key.substring(ITEM.length());
    }
}
