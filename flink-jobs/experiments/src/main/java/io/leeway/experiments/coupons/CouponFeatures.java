package io.leeway.experiments.coupons;

import io.leeway.experiments.coupons.CompleteJourneyCoupons.CouponCampaign;
import io.leeway.experiments.coupons.Household.Demographics;
import io.leeway.experiments.coupons.Household.Purchase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What is known of a household and a campaign it receives before the campaign's first day. */
final class CouponFeatures {
    private static final double UNKNOWN_DAYS = 400;
    private static final int LATELY_DAYS = 60;

    private final CouponCampaign campaign;
    private final List<Purchase> purchases;
    private final List<CouponCampaign> earlier = new ArrayList<>();
    private final List<CouponCampaign> redeemed = new ArrayList<>();
    private final long redemptions;
    private final double sinceRedemption;
    private final double days;
    private final Household household;

    CouponFeatures(CompleteJourneyCoupons journey, Household household, CouponCampaign campaign) {
        this.household = household;
        this.campaign = campaign;
        long before = campaign.start();
        days = Math.max(1, before - journey.firstDay());
        purchases = household.purchases.stream()
                .filter(purchase -> purchase.day() < before)
                .toList();
        for (String id : household.received) {
            CouponCampaign other = journey.campaigns().get(id);
            if (other != null && other.start() < before) {
                earlier.add(other);
                if (household.redeemed(id, before)) {
                    redeemed.add(other);
                }
            }
        }
        List<Long> redemptionDays = household.redemptions.values().stream()
                .flatMap(of -> of.stream())
                .filter(day -> day < before)
                .toList();
        redemptions = redemptionDays.size();
        sinceRedemption =
                redemptionDays.stream().mapToDouble(day -> before - day).min().orElse(UNKNOWN_DAYS);
    }

    /** The share of received campaigns it redeemed, smoothed by three campaigns at a tenth. */
    double redemptionRate() {
        return rate(campaign -> true);
    }

    private double rate(Predicate<CouponCampaign> which) {
        return (redeemed.stream().filter(which).count() + 0.3)
                / (earlier.stream().filter(which).count() + 3);
    }

    double redemptions() {
        return redemptions;
    }

    double frequency() {
        return purchases.stream().map(Purchase::basket).distinct().count() / days;
    }

    double recencyDays() {
        return purchases.stream()
                .mapToDouble(purchase -> campaign.start() - purchase.day())
                .min()
                .orElse(UNKNOWN_DAYS);
    }

    double spent() {
        return sum(Purchase::spent) / days;
    }

    /** Lines a day of the campaign's own products. */
    double boughtOfCampaign() {
        return sum(purchase -> campaign.products().contains(purchase.product()) ? 1 : 0) / days;
    }

    private double sum(ToDoubleFunction<Purchase> of) {
        return purchases.stream().mapToDouble(of).sum();
    }

    Map<String, Double> columns() {
        boolean toMany = campaign.type().equals("A");
        double rate = redemptionRate();
        double frequency = perYear(frequency());
        Map<String, Double> columns = new LinkedHashMap<>();
        columns.put("redemptions", Math.log1p(redemptions));
        columns.put("redeemed campaigns", (double) redeemed.size());
        columns.put("campaigns", (double) earlier.size());
        columns.put("redemption rate", rate);
        columns.put("redemption rate of the type", rate(other -> other.type().equals(campaign.type())));
        columns.put("days since redemption", Math.log1p(sinceRedemption));
        columns.put("ever redeemed", redemptions > 0 ? 1.0 : 0);
        columns.put("frequency", frequency);
        columns.put("recency", Math.log1p(recencyDays()));
        columns.put("spent", perYear(spent()));
        columns.put(
                "spent lately",
                Math.log1p(sum(purchase -> purchase.day() >= campaign.start() - LATELY_DAYS ? purchase.spent() : 0)));
        columns.put("lines of the campaign's products", perYear(boughtOfCampaign()));
        columns.put(
                "lines of its categories",
                perYear(sum(purchase -> campaign.categories().contains(purchase.category()) ? 1 : 0) / days));
        columns.put(
                "lines of its departments",
                perYear(sum(purchase -> campaign.departments().getOrDefault(purchase.department(), 0.0)) / days));
        columns.put("lines with a coupon", Math.log1p(sum(purchase -> purchase.coupon() ? 1 : 0)));
        columns.put("discount", sum(Purchase::discount) / (1 + sum(Purchase::spent)));
        columns.put("type A", toMany ? 1.0 : 0);
        columns.put("type C", campaign.type().equals("C") ? 1.0 : 0);
        columns.put("products of the campaign", Math.log1p(campaign.products().size()));
        columns.put("days of the campaign", (double) (campaign.end() - campaign.start()));
        columns.put("type A × redemption rate", toMany ? rate : 0);
        columns.put("type A × frequency", toMany ? frequency : 0);
        demographics(columns);
        return columns;
    }

    private void demographics(Map<String, Double> columns) {
        Demographics known = household.demographics;
        columns.put("demographics known", known == null ? 0.0 : 1);
        columns.put("income", known == null || known.income() < 0 ? 0.0 : known.income() - 4);
        columns.put("children", known != null && known.kids() ? 1.0 : 0);
        columns.put("owns the home", known != null && known.owner() ? 1.0 : 0);
        columns.put("married", known != null && known.married() ? 1.0 : 0);
    }

    private static double perYear(double perDay) {
        return Math.log1p(365 * perDay);
    }
}
