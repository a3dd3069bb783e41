package io.leeway.decisions.recommendation;

/**
 * Something that is counted: that an item was turned to in a category, or beside another item.
 *
 * @param key of what it is counted, as {@link CountKeys} says
 * @param windowEnd end of the window that it lies in, event time in milliseconds
 */
public record CountedItem(String key, String item, long windowEnd, int times) {}
