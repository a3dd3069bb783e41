package io.leeway.model.answers;

import io.leeway.model.FeatureColumns;
import io.leeway.model.ModelManifest;
import io.leeway.shopper.Drift;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.LargestValues;
import io.leeway.shopper.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads an interest model's distribution: drift and next categories. Not thread-safe. */
public final class InterestAnswers {
    /** The name of all categories outside the vocabulary together. */
    public static final String OTHER_NAME = "(other)";

    private final List<String> vocabulary;
    private final Map<String, Integer> ids = new HashMap<>();
    private final int namesAt;
    private final int weightsAt;
    private final int interests;
    // By category id; filled for each row.
    private final double[] predicted;
    private final double[] longTerm;

    /** @param manifest of a model for {@link Task#INTEREST} */
    public InterestAnswers(ModelManifest manifest) {
        this.vocabulary = manifest.vocabulary();
        for (int i = 0; i < vocabulary.size(); i++) {
            ids.put(vocabulary.get(i), i + 2);
        }
        this.predicted = new double[vocabulary.size() + 2];
        this.longTerm = new double[vocabulary.size() + 2];
        FeatureSpec names = Task.INTEREST.feature("interest_long.names");
        this.namesAt = Task.INTEREST.offset(names);
        this.weightsAt = Task.INTEREST.offset(Task.INTEREST.feature("interest_long.weights"));
        this.interests = names.width();
    }

    /** Values of a distribution: one for padding, one for all others, and the vocabulary's. */
    public int size() {
        return predicted.length;
    }

    /**
     * Reads a distribution; what is asked afterwards is asked of it. Padding's share is left out,
     * the rest made to sum to 1.
     *
     * @param values at least {@code from} + {@link #size()}
     * @param from where the row's distribution begins
     */
    public void read(float[] values, int from) {
        double sum = 0;
        for (int id = FeatureColumns.OTHER; id < predicted.length; id++) {
            predicted[id] = values[from + id];
            sum += predicted[id];
        }
        for (int id = FeatureColumns.OTHER; id < predicted.length; id++) {
            predicted[id] /= sum;
        }
    }

    /** The likeliest next categories of the vocabulary by id, {@code most} at most, best first. */
    public int[] next(int most) {
        return LargestValues.of(2, predicted.length, most, id -> predicted[id]);
    }

    public float probability(int id) {
        return (float) predicted[id];
    }

    /** How far the distribution is from the long-term interest in the features. */
    public Drift drift(FeatureValues features) {
        Arrays.fill(longTerm, 0);
        for (int i = 0; i < interests; i++) {
            int index = features.ids()[namesAt + i];
            if (index > 0) {
                int id = ids.getOrDefault(features.dictionary()[index - 1], FeatureColumns.OTHER);
                longTerm[id] += features.numbers()[weightsAt + i];
            }
        }
        return Drift.between(longTerm, predicted);
    }

    public String name(int id) {
        return id == FeatureColumns.OTHER ? OTHER_NAME : vocabulary.get(id - 2);
    }
}
