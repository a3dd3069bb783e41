package io.leeway.experiments.coupons;

import java.util.Map;
import java.util.Set;

/**
 * A campaign that sent households coupons.
 *
 * @param start its first day, counted from 1970
 * @param departments of those, each with its share of the products
 */
record CouponCampaign(
        String id,
        String type,
        long start,
        long end,
        Set<String> products,
        Set<String> categories,
        Map<String, Double> departments) {}
