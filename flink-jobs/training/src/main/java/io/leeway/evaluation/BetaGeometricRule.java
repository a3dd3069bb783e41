package io.leeway.evaluation;

import java.util.List;

/** BG/NBD's probability of no purchase within the horizon. It learns from the shoppers it is asked about, up to the as-of time: it needs no outcomes. */
record BetaGeometricRule(double horizonDays) implements ChurnRule {

    @Override
    public String name() {
        return "bg-nbd";
    }

    @Override
    public boolean givesProbabilities() {
        return true;
    }

    @Override
    public double[] score(List<PurchaseHistory> learn, boolean[] stayedAway, List<PurchaseHistory> test) {
        BetaGeometric fitted = BetaGeometric.fit(test);
        return test.stream()
                .mapToDouble(shopper -> 1 - fitted.buysWithin(shopper, horizonDays))
                .toArray();
    }
}
