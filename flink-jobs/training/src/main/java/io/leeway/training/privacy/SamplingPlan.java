package io.leeway.training.privacy;

import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.PrivacyOptions;
import io.leeway.training.options.TrainingBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often a private training takes each shopper: constants of the options, on which no shopper
 * has an influence.
 *
 * @param batch by which each step divides its sum
 * @param samplingRate the chance of each shopper to be in a step, independent of all others
 */
public record SamplingPlan(int batch, double samplingRate, long steps) {
    private static final double LEAST_NOISE = 0.01;
    private static final double MOST_NOISE = 1e4;
    private static final double EXACT = 1e-4;

    /** By the published number of shoppers, as an ordinary training goes by that of its rows. */
    public static SamplingPlan of(int shoppers, Hyperparameters hyper, TrainingBudget budget) {
        int batch = Math.min(shoppers, hyper.batch().orElse(budget.batch(shoppers)));
        int epochs = hyper.epochs().orElse(budget.epochs(shoppers, batch));
        double samplingRate = (double) batch / shoppers;
        return new SamplingPlan(batch, samplingRate, (long) Math.ceil(epochs / samplingRate));
    }

    /** The ε that is spent with noise of so many clipping norms. */
    public double epsilon(double noise, double delta) {
        return PrivacyAccountant.epsilon(samplingRate, noise, steps, delta);
    }

    /** The least noise, as a multiple of the clipping norm, that spends ε at most. */
    public double noise(double epsilon, double delta) {
        double low = LEAST_NOISE;
        double high = MOST_NOISE;
        while (high > low * (1 + EXACT)) {
            double middle = Math.sqrt(low * high);
            if (epsilon(middle, delta) > epsilon) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /**
     * The rows of each step: every shopper is in or not by a stream of their own, and gives one of
     * their rows, each equally likely. Without a shopper the draws of all others are the same.
     *
     * @param users the shopper of each row
     * @param subject of a training: another one has other draws by the same key
     */
    List<List<Integer>> draw(List<String> users, PrivacyOptions.Key key, String subject) {
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        for (int row = 0; row < users.size(); row++) {
            rows.computeIfAbsent(users.get(row), user -> new ArrayList<>()).add(row);
        }
        List<List<Integer>> drawn = new ArrayList<>();
        for (long step = 0; step < steps; step++) {
            drawn.add(new ArrayList<>());
        }
        rows.forEach((user, own) -> {
            KeyedRandom random = new KeyedRandom(key, subject + " shopper " + user);
            for (List<Integer> step : drawn) {
                double taken = random.uniform();
                int which = (int) (random.uniform() * own.size());
                if (taken < samplingRate) {
                    step.add(own.get(which));
                }
            }
        });
        return drawn;
    }
}
