package io.leeway.training;

import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.Popularity;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.fitting.NetworkFitting;
import io.leeway.training.fitting.ServedModel;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.DnnArchitecture;
import io.leeway.training.network.InterestStudentArchitecture;
import io.leeway.training.options.TrainingProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a small network learns from a large one's answers (Hinton et al. 2015): each training row's
 * label is half what happened and half what the teacher says. The validation rows keep what
 * happened, so that the early stop and the calibration are held to the truth.
 */
final class Distillation {
    static final String STUDENT = "-student";

    private static final int KEPT = 32;
    private static final float HALF = 0.5f;

    private Distillation() {}

    static Architecture student(Task task, List<TrainingExample> train, Labels labels) {
        if (task == Task.INTEREST) {
            return new InterestStudentArchitecture(Popularity.logShares(labels));
        }
        List<FeatureVector> vectors =
                train.stream().map(TrainingExample::features).toList();
        double positives = train.stream().mapToInt(Labels::ofChurn).sum() / (double) train.size();
        return new DnnArchitecture(vectors, positives);
    }

    static Labels labels(ServedModel teacher, TrainingRows rows, Labels labels, TrainingProgress listener) {
        int training = rows.size() - NetworkFitting.validationRows(rows.size());
        int[][] columns = labels.columns().clone();
        float[][] shares = labels.shares().clone();
        teacher.answer(rows, "asking the teacher", listener, (from, to, answers) -> {
            int width = answers.length / (to - from);
            for (int row = from; row < Math.min(to, training); row++) {
                Map<Integer, Float> mixed = new TreeMap<>();
                for (int i = 0; i < columns[row].length; i++) {
                    mixed.merge(columns[row][i], HALF * shares[row][i], Float::sum);
                }
                float[] said = Arrays.copyOfRange(answers, (row - from) * width, (row - from + 1) * width);
                add(said, mixed);
                columns[row] =
                        mixed.keySet().stream().mapToInt(Integer::intValue).toArray();
                List<Float> values = new ArrayList<>(mixed.values());
                shares[row] = new float[values.size()];
                for (int i = 0; i < shares[row].length; i++) {
                    shares[row][i] = values.get(i);
                }
            }
        });
        return new Labels(labels.width(), columns, shares);
    }

    /** A probability as it is; of a distribution the largest shares, brought to a sum of 1. */
    private static void add(float[] said, Map<Integer, Float> mixed) {
        if (said.length == 1) {
            mixed.merge(0, HALF * said[0], Float::sum);
            return;
        }
        int[] largest = IntStream.range(0, said.length)
                .boxed()
                .sorted(Comparator.comparingDouble(column -> -said[column]))
                .limit(KEPT)
                .mapToInt(Integer::intValue)
                .toArray();
        float sum = 0;
        for (int column : largest) {
            sum += said[column];
        }
        for (int column : largest) {
            mixed.merge(column, HALF * said[column] / sum, Float::sum);
        }
    }
}
