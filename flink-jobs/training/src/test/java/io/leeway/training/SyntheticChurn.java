package io.leeway.training;

import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.TrainingSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Shoppers who buy at a rate of their own until they leave: three weeks without a purchase mean
 * nothing with one who buys every two months, and much with one who buys every other day. Days
 * since the last purchase alone cannot distinguish them.
 */
public final class SyntheticChurn {

    private static final long DAY = 86_400_000L;
    private static final long START = 1_700_000_000_000L;
    private static final int DAYS = 182;
    private static final int HORIZON = 28;

    private SyntheticChurn() {}

    public static TrainingSplit split(int train, int test, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new TrainingSplit(examples(train, START, random), examples(test, START + 60 * DAY, random));
    }

    private static List<TrainingExample> examples(int n, long from, SplittableRandom random) {
        List<TrainingExample> examples = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            examples.add(example("u" + random.nextInt(1 + n / 2), from + random.nextLong(30 * DAY), random));
        }
        return examples;
    }

    private static TrainingExample example(String user, long asOf, SplittableRandom random) {
        double rate = Math.exp(-3.3 + 1.1 * random.nextGaussian());
        int left = random.nextInt(3) == 0 ? random.nextInt(DAYS) : DAYS + HORIZON;
        int[] weekly = new int[26];
        int bought = 0;
        int last = -1;
        for (int day = 0; day < Math.min(left, DAYS); day++) {
            if (random.nextDouble() < rate) {
                weekly[day / 7]++;
                bought++;
                last = day;
            }
        }
        boolean returned = false;
        for (int day = DAYS; day < Math.min(left, DAYS + HORIZON); day++) {
            returned |= random.nextDouble() < rate;
        }
        float[] numbers = new float[Task.CHURN.numbers()];
        for (int week = 0; week < 26; week++) {
            numbers[offset("weeks") + week * 9 + 2] = (float) Math.log1p(weekly[week]);
            numbers[offset("weeks") + week * 9 + 8] = (float) Math.log1p(weekly[week]);
        }
        numbers[offset("recency") + 1] = (float) Math.log1p(last < 0 ? 400 : DAYS - last);
        numbers[offset("recency")] = numbers[offset("recency") + 1];
        numbers[offset("frequency") + 3] = (float) Math.log1p(bought);
        numbers[offset("monetary")] = (float) Math.log1p(bought * 20.0);
        FeatureVector vector =
                new FeatureVector(user, asOf, 1, true, Task.CHURN.id(), new String[0], new int[0], numbers, 0, 0);
        return new TrainingExample(vector, returned ? 1 : 0, new String[0], new float[0], false);
    }

    static int offset(String name) {
        for (FeatureSpec feature : Task.CHURN.features()) {
            if (feature.name().equals(name)) {
                return Task.CHURN.offset(feature);
            }
        }
        throw new IllegalArgumentException(name);
    }
}
