package io.leeway.experiments.coupons;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of a household over the whole year. */
final class Household {
    final List<Purchase> purchases = new ArrayList<>();
    final Map<String, Set<Long>> redemptions = new HashMap<>();
    final Set<String> received = new HashSet<>();

    @Nullable
    Demographics demographics;

    record Purchase(
            long day,
            String basket,
            String product,
            String category,
            String department,
            double spent,
            boolean coupon,
            double discount) {}

    /**
     * As the shop knows of some households.
     *
     * @param income its bracket, from 0; -1 where untold
     */
    record Demographics(int income, boolean kids, boolean owner, boolean married) {}

    boolean redeemed(String campaign, long before) {
        return redemptions.getOrDefault(campaign, Set.of()).stream().anyMatch(day -> day < before);
    }
}
