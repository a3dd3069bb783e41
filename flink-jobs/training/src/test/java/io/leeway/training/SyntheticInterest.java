package io.leeway.training;

import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.TrainingSplit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Shoppers with a few favourites who move along chains of categories (category 7 leads to 8), among
 * popular categories that everybody meets.
 *
 * <p>A shopper's actions come from the present favourite mostly; what comes next from it, from
 * where it leads, or from what is popular.
 */
public final class SyntheticInterest {

    private static final long DAY = 86_400_000L;
    private static final long START = 1_700_000_000_000L;
    private static final int LENGTH = 32;
    private static final int KEPT = 16;

    private final int categories;
    private final double meanActions;
    private final SplittableRandom random;
    private final double[] cumulative;

    /**
     * @param categories how many there are
     * @param meanActions actions of a shopper on average; some have none
     */
    public SyntheticInterest(int categories, double meanActions, long seed) {
        this.categories = categories;
        this.meanActions = meanActions;
        this.random = new SplittableRandom(seed);
        cumulative = new double[categories];
        double sum = 0;
        for (int c = 0; c < categories; c++) {
            sum += 1 / (c + 3.0);
            cumulative[c] = sum;
        }
    }

    public TrainingSplit split(int train, int test) {
        return new TrainingSplit(examples(train, START), examples(test, START + 40 * DAY));
    }

    private List<TrainingExample> examples(int n, long from) {
        List<TrainingExample> examples = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            examples.add(example("u" + random.nextInt(1 + n / 2), from + random.nextLong(20 * DAY)));
        }
        return examples;
    }

    private int popular() {
        double at = random.nextDouble() * cumulative[categories - 1];
        int found = Arrays.binarySearch(cumulative, at);
        return found < 0 ? -found - 1 : found;
    }

    private int draw(int favourite) {
        double kind = random.nextDouble();
        return kind < 0.5 ? favourite : kind < 0.75 ? (favourite + 1) % categories : popular();
    }

    private TrainingExample example(String user, long asOf) {
        int favourite = random.nextInt(categories);
        int actions = (int) Math.min(LENGTH, -meanActions * Math.log(1 - random.nextDouble()));
        Map<String, Integer> dictionary = new LinkedHashMap<>();
        int[] ids = new int[Task.INTEREST.ids()];
        float[] numbers = new float[Task.INTEREST.numbers()];
        Map<Integer, Double> longTerm = new LinkedHashMap<>();
        Map<Integer, Double> shortTerm = new LinkedHashMap<>();
        for (int i = 0; i < actions; i++) {
            if (random.nextInt(12) == 0) {
                favourite = (favourite + 1) % categories;
            }
            int category = draw(favourite);
            int at = LENGTH - actions + i;
            double hours = (actions - i) * 9.0 + random.nextDouble();
            ids[offset("action_category") + at] = id(dictionary, category);
            ids[offset("action_type") + at] = 1 + random.nextInt(4);
            numbers[offset("action_gap") + at] = (float) Math.log1p(hours);
            longTerm.merge(category, Math.pow(2, -hours / 720), Double::sum);
            shortTerm.merge(category, Math.pow(2, -hours / 72), Double::sum);
        }
        interest(longTerm, "interest_long", dictionary, ids, numbers);
        interest(shortTerm, "interest_short", dictionary, ids, numbers);
        int next = 1 + random.nextInt(4);
        String[] names = new String[next];
        float[] weights = new float[next];
        for (int i = 0; i < next; i++) {
            names[i] = name(draw(favourite));
            weights[i] = random.nextInt(10) == 0 ? -2 : 1 + random.nextInt(5);
        }
        FeatureVector vector = new FeatureVector(
                user,
                asOf,
                1,
                true,
                Task.INTEREST.id(),
                dictionary.keySet().toArray(new String[0]),
                ids,
                numbers,
                0,
                0);
        return new TrainingExample(vector, -1, names, weights, true);
    }

    private static void interest(
            Map<Integer, Double> weights, String feature, Map<String, Integer> dictionary, int[] ids, float[] numbers) {
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Map.Entry<Integer, Double>> greatest = weights.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed())
                .limit(KEPT)
                .toList();
        for (int i = 0; i < greatest.size(); i++) {
            ids[offset(feature + ".names") + i] = id(dictionary, greatest.get(i).getKey());
            numbers[offset(feature + ".weights") + i] = (float) (greatest.get(i).getValue() / sum);
        }
    }

    private static int id(Map<String, Integer> dictionary, int category) {
        return dictionary.computeIfAbsent(name(category), name -> dictionary.size() + 1);
    }

    private static String name(int category) {
        return "shelf/c" + category;
    }

    private static int offset(String name) {
        for (FeatureSpec feature : Task.INTEREST.features()) {
            if (feature.name().equals(name)) {
                return Task.INTEREST.offset(feature);
            }
        }
        throw new IllegalArgumentException(name);
    }
}
