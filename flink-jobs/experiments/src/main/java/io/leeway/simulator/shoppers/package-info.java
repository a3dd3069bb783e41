/** Shoppers, their interests and visits, and the catalogue of a simulated shop. */
@NullMarked
package io.leeway.simulator.shoppers;

import org.jspecify.annotations.NullMarked;
