package io.leeway.functions.rows;

import io.leeway.model.TensorSpec;

/**
 * A leaf of a row and the tensor that it fills.
 *
 * @param category whether the tensor holds ids of the manifest's vocabulary
 */
record BoundInput(LeafColumn leaf, TensorSpec tensor, RowShape shape, boolean category) {}
