package io.leeway.experiments.coupons;

import java.util.Map;

/**
 * A household that received a campaign.
 *
 * @param columns the model's, as of the day before the campaign
 * @param redeemed whether it redeemed a coupon of the campaign, as far as is known
 */
record CouponRow(
        String household,
        CouponCampaign campaign,
        Map<String, Double> columns,
        Map<String, Double> rules,
        boolean redeemed) {}
