/**
 * How demand answers to prices, for setting prices. Plain Java: it is asked of a history, not of a
 * stream.
 */
@NullMarked
package io.leeway.decisions.pricing;

import org.jspecify.annotations.NullMarked;
