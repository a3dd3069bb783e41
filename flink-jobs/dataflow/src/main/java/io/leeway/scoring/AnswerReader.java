package io.leeway.scoring;

import io.leeway.model.ModelManifest;
import io.leeway.model.answers.InterestAnswers;
import io.leeway.records.FeatureVector;
import io.leeway.records.scores.CategoryShare;
import io.leeway.shopper.Drift;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.Task;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a model's output: a probability of churn, or drift and next categories. */
final class AnswerReader {
    private static final int NEXT = 10;

    /** Null for a churn model. */
    private final @Nullable InterestAnswers interest;

    /** One row's answer; the fields are those of a score, the lists empty for a churn model. */
    record Answer(float value, List<CategoryShare> from, List<CategoryShare> to, List<CategoryShare> next) {}

    AnswerReader(Task task, ModelManifest manifest) {
        this.interest = task == Task.INTEREST ? new InterestAnswers(manifest) : null;
    }

    Answer read(float[] values, int row, FeatureVector vector) {
        return interest == null
                ? new Answer(values[row], List.of(), List.of(), List.of())
                : read(interest, values, row, vector);
    }

    private static Answer read(InterestAnswers interest, float[] values, int row, FeatureVector vector) {
        interest.read(values, row * interest.size());
        Drift drift = interest.drift(new FeatureValues(vector.dictionary(), vector.ids(), vector.numbers()));
        int[] next = interest.next(NEXT);
        float[] probabilities = new float[next.length];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = interest.probability(next[i]);
        }
        return new Answer(
                (float) drift.distance(),
                shares(interest, drift.from(), drift.fromChanges()),
                shares(interest, drift.to(), drift.toChanges()),
                shares(interest, next, probabilities));
    }

    private static List<CategoryShare> shares(InterestAnswers interest, int[] categories, float[] shares) {
        CategoryShare[] named = new CategoryShare[categories.length];
        Arrays.setAll(named, i -> new CategoryShare(interest.name(categories[i]), shares[i]));
        return List.of(named);
    }
}
