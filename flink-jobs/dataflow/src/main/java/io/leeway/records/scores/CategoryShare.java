package io.leeway.records.scores;

import java.util.Arrays;
import java.util.List;

/**
 * A category with a share of a shopper's whole interest, which is 1: the category's probability, or
 * by how much it changes.
 */
public record CategoryShare(String category, float share) {

    /** Categories with the shares beside them, in this order; both arrays are of the same length. */
    public static List<CategoryShare> listOf(String[] categories, float[] shares) {
        CategoryShare[] list = new CategoryShare[categories.length];
        Arrays.setAll(list, i -> new CategoryShare(categories[i], shares[i]));
        return List.of(list);
    }
}
