package io.leeway.training.dataset;

import io.leeway.records.TrainingExample;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is popular with everybody, as of the training split.
 *
 * @param ids categories' ids, the one that most often came first after an as-of time in front; of
 *     equals, the smaller id
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record Popularity(int[] ids) {
    /** Counts added to every id, so that none is impossible. */
    private static final double PRIOR = 0.5;

    public static Popularity of(List<TrainingExample> train, Vocabulary vocabulary) {
        int[] counts = new int[vocabulary.size()];
        for (TrainingExample example : train) {
            counts[vocabulary.id(example.nextCategories()[0])]++;
        }
        return new Popularity(IntStream.range(Vocabulary.RESERVED, counts.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer id) -> -counts[id]).thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray());
    }

    /** The logarithm of each column's smoothed share of the labels: the initial bias. */
    public static float[] logShares(Labels labels) {
        double[] sums = new double[labels.width()];
        double total = 0;
        for (int row = 0; row < labels.columns().length; row++) {
            for (int i = 0; i < labels.columns()[row].length; i++) {
                sums[labels.columns()[row][i]] += labels.shares()[row][i];
                total += labels.shares()[row][i];
            }
        }
        float[] logs = new float[sums.length];
        for (int id = 0; id < logs.length; id++) {
            logs[id] = (float) Math.log((sums[id] + PRIOR) / (total + PRIOR * logs.length));
        }
        return logs;
    }
}
