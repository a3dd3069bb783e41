/** Reasons for a score in words that hold of the shopper. Plain Java. */
@NullMarked
package io.leeway.shopper.reasons;

import org.jspecify.annotations.NullMarked;
