package io.leeway.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A rule that learns nothing: it orders by one number. */
record Ordering(String name, ToDoubleFunction<PurchaseHistory> score) implements ChurnRule {

    @Override
    public boolean givesProbabilities() {
        return false;
    }

    @Override
    public double[] score(List<PurchaseHistory> learn, boolean[] stayedAway, List<PurchaseHistory> test) {
        return test.stream().mapToDouble(score).toArray();
    }
}
