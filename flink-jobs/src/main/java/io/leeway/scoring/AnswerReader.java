package io.leeway.scoring;

import io.leeway.model.FeatureColumns;
import io.leeway.model.ModelManifest;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a model's numbers say: for churn the probability, for interest the drift against the long-term interest and the next categories. */
final class AnswerReader {
    private static final int NEXT = 10;
    private static final String[] NO_NAMES = {};
    private static final float[] NO_NUMBERS = {};

    private final Task task;
    private final List<String> vocabulary;
    private final Map<String, Integer> ids = new HashMap<>();
    private final int namesAt;
    private final int weightsAt;
    private final int interests;
    // By category id; filled anew for each row.
    private final double[] predicted;
    private final double[] longTerm;

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
        this.task = task;
        this.vocabulary = manifest.vocabulary();
        for (int i = 0; i < vocabulary.size(); i++) {
            ids.put(vocabulary.get(i), i + 2);
        }
        this.predicted = new double[vocabulary.size() + 2];
        this.longTerm = new double[vocabulary.size() + 2];
        if (task == Task.INTEREST) {
            FeatureSpec names = feature("interest_long.names");
            namesAt = task.offset(names);
            weightsAt = task.offset(feature("interest_long.weights"));
            interests = names.width();
        } else {
            namesAt = 0;
            weightsAt = 0;
            interests = 0;
        }
    }

    private FeatureSpec feature(String name) {
        return task.features().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Reads the row's part of the model's output. */
    Answer read(float[] values, int row, FeatureVector vector) {
        return task == Task.CHURN
                ? new Answer(values[row], NO_NAMES, NO_NUMBERS, NO_NAMES, NO_NUMBERS, NO_NAMES, NO_NUMBERS)
                : interest(values, row, vector);
    }

    private Answer interest(float[] values, int row, FeatureVector vector) {
        int size = predicted.length;
        double sum = 0;
        for (int id = FeatureColumns.OTHER; id < size; id++) {
            predicted[id] = values[row * size + id];
            sum += predicted[id];
        }
        for (int id = FeatureColumns.OTHER; id < size; id++) {
            predicted[id] /= sum;
        }
        readLongTerm(vector);
        Drift drift = Drift.between(longTerm, predicted);
        int[] next = Largest.of(2, size, NEXT, id -> predicted[id]);
        float[] probabilities = new float[next.length];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = (float) predicted[next[i]];
        }
        return new Answer(
                (float) drift.distance(),
                names(drift.from()),
                drift.fromChanges(),
                names(drift.to()),
                drift.toChanges(),
                names(next),
                probabilities);
    }

    private void readLongTerm(FeatureVector vector) {
        Arrays.fill(longTerm, 0);
        for (int i = 0; i < interests; i++) {
            int index = vector.ids()[namesAt + i];
            if (index > 0) {
                int id = ids.getOrDefault(vector.dictionary()[index - 1], FeatureColumns.OTHER);
                longTerm[id] += vector.numbers()[weightsAt + i];
            }
        }
    }

    private String[] names(int[] categories) {
        String[] names = new String[categories.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = name(categories[i]);
        }
        return names;
    }

    private String name(int id) {
        return id == FeatureColumns.OTHER ? "(other)" : vocabulary.get(id - 2);
    }
}
