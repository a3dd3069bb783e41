package io.leeway.experiments.coupons;

import io.leeway.experiments.coupons.CompleteJourneyCoupons.CouponCampaign;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Households and the campaigns they received, each as of the campaign's first day. */
final class CouponRows {
    static final String TYPE_RATE = "rate-of-the-type";

    private CouponRows() {}

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

    /**
     * Makes rows, in order of campaigns' first days.
     *
     * @param from the first day of the earliest campaign: of those before, too little history is
     *     known
     */
    static List<CouponRow> of(CompleteJourneyCoupons journey, long from) {
        List<CouponCampaign> campaigns = journey.campaigns().values().stream()
                .filter(campaign -> campaign.start() >= from)
                .sorted(Comparator.comparingLong(CouponCampaign::start).thenComparing(CouponCampaign::id))
                .toList();
        List<CouponRow> rows = new ArrayList<>();
        for (CouponCampaign campaign : campaigns) {
            double ofType = typeRate(journey, campaign);
            journey.households().forEach((id, household) -> {
                if (household.received.contains(campaign.id())) {
                    CouponFeatures features = new CouponFeatures(journey, household, campaign);
                    Map<String, Double> rules = new LinkedHashMap<>();
                    rules.put("redemption-rate", features.redemptionRate());
                    rules.put("redemption-rate×type", features.redemptionRate() * ofType);
                    rules.put("redemptions", features.redemptions());
                    rules.put(TYPE_RATE, ofType);
                    rules.put("bought-of-campaign", features.boughtOfCampaign());
                    rules.put("frequency", features.frequency());
                    rules.put("recency", -features.recencyDays());
                    rules.put("spent", features.spent());
                    rows.add(new CouponRow(
                            id,
                            campaign,
                            features.columns(),
                            rules,
                            household.redeemed(campaign.id(), Long.MAX_VALUE)));
                }
            });
        }
        return rows;
    }

    /** Which share of households redeemed ended campaigns of this type. */
    private static double typeRate(CompleteJourneyCoupons journey, CouponCampaign campaign) {
        Map<Boolean, Integer> counts = new HashMap<>();
        journey.households()
                .values()
                .forEach(household -> household.received.forEach(id -> {
                    CouponCampaign other = journey.campaigns().get(id);
                    if (other != null
                            && other.end() < campaign.start()
                            && other.type().equals(campaign.type())) {
                        counts.merge(household.redeemed(id, campaign.start()), 1, Integer::sum);
                    }
                }));
        int redeemed = counts.getOrDefault(true, 0);
        return (redeemed + 1.0) / (redeemed + counts.getOrDefault(false, 0) + 10);
    }
}
