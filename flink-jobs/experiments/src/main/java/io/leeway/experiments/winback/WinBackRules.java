package io.leeway.experiments.winback;

import io.leeway.records.Treatment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What rules would offer to the shoppers of a trial under the same weekly budget. */
record WinBackRules(WinBackTrial trial) {
    /** The same to everybody, in order of time, while there is budget. */
    Treatment[] everybody(Treatment treatment) {
        return inOrder(IntStream.range(0, rows()).boxed().toList(), row -> treatment);
    }

    /** A coupon-10 to those likeliest to leave, a week at a time. */
    Treatment[] likeliestToLeave() {
        return inOrder(
                IntStream.range(0, rows())
                        .boxed()
                        .sorted(Comparator.comparingDouble(
                                row -> -trial.offers().get(row).warning().probability()))
                        .toList(),
                row -> Treatment.COUPON_10);
    }

    /** Anything. */
    Treatment[] atRandom() {
        SplittableRandom random = new SplittableRandom(trial.seed());
        Treatment[] all = Treatment.values();
        return inOrder(IntStream.range(0, rows()).boxed().toList(), row -> all[random.nextInt(all.length)]);
    }

    Treatment[] learned() {
        return trial.offers().stream().map(offer -> offer.treatment()).toArray(Treatment[]::new);
    }

    private Treatment[] inOrder(List<Integer> order, IntFunction<Treatment> wish) {
        Treatment[] chosen = new Treatment[rows()];
        Arrays.fill(chosen, Treatment.NONE);
        Map<Long, Double> spent = new HashMap<>();
        for (int row : order) {
            Treatment wished = wish.apply(row);
            double with = spent.getOrDefault(trial.week(row), 0.0) + wished.mostCost();
            if (!isControl(row) && with <= trial.budget()) {
                spent.put(trial.week(row), with);
                chosen[row] = wished;
            }
        }
        return chosen;
    }

    /** What a policy that knows every answer would offer: by uplift less a price of the cost. */
    Treatment[] oracle() {
        Treatment[] chosen = new Treatment[rows()];
        Arrays.fill(chosen, Treatment.NONE);
        for (List<Integer> week : weeks()) {
            double price = price(week);
            double spent = 0;
            for (int row : week) {
                chosen[row] = best(row, price);
                spent += chosen[row].mostCost();
            }
            fill(week, chosen, spent);
        }
        return chosen;
    }

    /** No choice can bring more than this, be it never so clever: the weeks' dual bounds. */
    double bound() {
        double bound = 0;
        for (List<Integer> week : weeks()) {
            double price = price(week);
            bound += price * trial.budget();
            for (int row : week) {
                Treatment best = best(row, price);
                bound += truth(row, best) - price * best.mostCost();
            }
        }
        return bound;
    }

    /** What is left over goes where it brings most for its cost. */
    private void fill(List<Integer> week, Treatment[] chosen, double spent) {
        double left = trial.budget() - spent;
        List<Integer> order = new ArrayList<>(week);
        ToDoubleFunction<Integer> gain = row -> truth(row, best(row, 0)) - truth(row, chosen[row]);
        order.sort(Comparator.comparingDouble(row -> -gain.applyAsDouble(row)));
        for (int row : order) {
            Treatment best = best(row, 0);
            double more = best.mostCost() - chosen[row].mostCost();
            if (gain.applyAsDouble(row) > 0 && more <= left) {
                left -= more;
                chosen[row] = best;
            }
        }
    }

    private List<List<Integer>> weeks() {
        Map<Long, List<Integer>> weeks = new HashMap<>();
        for (int row = 0; row < rows(); row++) {
            if (!isControl(row)) {
                weeks.computeIfAbsent(trial.week(row), week -> new ArrayList<>())
                        .add(row);
            }
        }
        return List.copyOf(weeks.values());
    }

    private double price(List<Integer> week) {
        if (cost(week, 0) <= trial.budget()) {
            return 0;
        }
        double low = 0;
        double high = 1000;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (cost(week, middle) <= trial.budget()) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private double cost(List<Integer> week, double price) {
        return week.stream().mapToDouble(row -> best(row, price).mostCost()).sum();
    }

    private Treatment best(int row, double price) {
        Treatment best = Treatment.NONE;
        double most = 0;
        for (Treatment treatment : Treatment.values()) {
            double gain = truth(row, treatment) - price * treatment.mostCost();
            if (gain > most) {
                most = gain;
                best = treatment;
            }
        }
        return best;
    }

    /** What a choice brings, of each offer that is not held out. */
    double[] gains(Treatment[] chosen) {
        return treated().mapToDouble(row -> truth(row, chosen[row])).toArray();
    }

    /** The most that a choice spends in any week. */
    double mostSpent(Treatment[] chosen) {
        Map<Long, Double> spent = new HashMap<>();
        for (int row = 0; row < chosen.length; row++) {
            spent.merge(trial.week(row), chosen[row].mostCost(), Double::sum);
        }
        return spent.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** Offers that are not held out. */
    IntStream treated() {
        return IntStream.range(0, rows()).filter(row -> !isControl(row));
    }

    private boolean isControl(int row) {
        return trial.offers().get(row).warning().control();
    }

    private double truth(int row, Treatment treatment) {
        return trial.truths().get(row)[treatment.ordinal()];
    }

    private int rows() {
        return trial.offers().size();
    }
}
