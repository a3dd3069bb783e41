package io.leeway.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A way to predict who will stay away without a network. */
public record ChurnRule(String name, boolean givesProbabilities, Scoring scoring) {
    @FunctionalInterface
    public interface Scoring {
        /**
         * @param learn shoppers as of earlier instants, whose outcomes were known by the test's
         * @param stayedAway what they did
         * @param test shoppers as of the test's instant
         * @return a score for each of them; higher for a likelier absence
         */
        double[] score(List<PurchaseHistory> learn, boolean[] stayedAway, List<PurchaseHistory> test);
    }

    public static ChurnRule recency() {
        return ordering("recency", PurchaseHistory::sinceLastDays);
    }

    public static ChurnRule frequency() {
        return ordering("frequency", history -> -history.days());
    }

    public static ChurnRule purchases() {
        return ordering("purchases", history -> -history.purchases());
    }

    public static ChurnRule rfmLogistic() {
        return new ChurnRule("rfm-logistic", true, RecencyFrequencyMonetary::score);
    }

    /** BG/NBD's probability of no purchase, fitted to the shoppers it is asked about. */
    public static ChurnRule betaGeometric(double horizonDays) {
        return new ChurnRule("bg-nbd", true, (learn, stayedAway, test) -> {
            BetaGeometric fitted = BetaGeometric.fit(test);
            return test.stream()
                    .mapToDouble(shopper -> 1 - fitted.buysWithin(shopper, horizonDays))
                    .toArray();
        });
    }

    private static ChurnRule ordering(String name, ToDoubleFunction<PurchaseHistory> score) {
        return new ChurnRule(name, false, (learn, away, test) -> test.stream()
                .mapToDouble(score)
                .toArray());
    }
}
