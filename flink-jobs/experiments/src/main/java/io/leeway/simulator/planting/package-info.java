/**
 * Duplicates, late and broken records planted into a simulated shop, with the counts that must be
 * found again.
 */
@NullMarked
package io.leeway.simulator.planting;

import org.jspecify.annotations.NullMarked;
