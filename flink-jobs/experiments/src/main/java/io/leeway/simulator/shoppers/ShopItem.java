package io.leeway.simulator.shoppers;

import java.time.Instant;

/**
 * An item of a simulated shop.
 *
 * @param stock units that can be sold
 */
public record ShopItem(String item, String category, double price, long stock, Instant addedAt, boolean usedUp) {}
