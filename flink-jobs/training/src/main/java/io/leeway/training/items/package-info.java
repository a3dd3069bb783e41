/** Sequences of items to SavedModels that rank a shopper's next item. */
@NullMarked
package io.leeway.training.items;

import org.jspecify.annotations.NullMarked;
