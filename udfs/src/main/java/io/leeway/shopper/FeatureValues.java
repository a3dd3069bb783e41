package io.leeway.shopper;

/**
 * The features of one shopper for one task as of one instant.
 *
 * @param dictionary category names, each once
 * @param ids CODE and CATEGORY features in the task's order; a category is its index in the
 *     dictionary plus one; 0 is padding
 * @param numbers NUMBER features in the task's order, each row-major
 */
public record FeatureValues(String[] dictionary, int[] ids, float[] numbers) {}
