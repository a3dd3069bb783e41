package io.leeway.simulator.shoppers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One interest passes into another.
 *
 * @param at the middle of the change, when half has passed
 * @param from the category that loses
 * @param to the category that gains; null where the interest is simply lost
 */
public record PlannedDrift(
        Instant at, String from, @Nullable String to) {}
