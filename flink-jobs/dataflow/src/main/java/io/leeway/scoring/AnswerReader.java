package io.leeway.scoring;

import io.leeway.model.ModelManifest;
import io.leeway.model.answers.InterestAnswers;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.Drift;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.Task;
import org.jspecify.annotations.Nullable;

/** Reads a model's output: a probability of churn, or drift and next categories. */
final class AnswerReader {
    private static final int NEXT = 10;
    private static final String[] NO_NAMES = {};
    private static final float[] NO_NUMBERS = {};

    /** Null for a churn model. */
    private final @Nullable InterestAnswers interest;

    /** One row's answer; the fields are those of a score. */
    record Answer(
            float value,
            String[] from,
            float[] fromChanges,
            String[] to,
            float[] toChanges,
            String[] next,
            float[] nextProbabilities) {}

    AnswerReader(Task task, ModelManifest manifest) {
        this.interest = task == Task.INTEREST ? new InterestAnswers(manifest) : null;
    }

    Answer read(float[] values, int row, FeatureVector vector) {
        return interest == null
                ? new Answer(values[row], NO_NAMES, NO_NUMBERS, NO_NAMES, NO_NUMBERS, NO_NAMES, NO_NUMBERS)
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
                names(interest, drift.from()),
                drift.fromChanges(),
                names(interest, drift.to()),
                drift.toChanges(),
                names(interest, next),
                probabilities);
    }

    private static String[] names(InterestAnswers interest, int[] categories) {
        String[] names = new String[categories.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = interest.name(categories[i]);
        }
        return names;
    }
}
