package io.leeway.training.card;

import io.leeway.evaluation.RankedCategories;
import io.leeway.model.ManifestFile;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.ServedModel;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a model on disk answers, loaded as serving loads it. */
public final class ModelAnswers {
    private ModelAnswers() {}

    /**
     * The probabilities of staying away.
     *
     * @return one of each vector, in order
     */
    public static double[] churn(Path directory, List<FeatureVector> vectors, TrainingProgress listener) {
        TrainingRows rows = new TrainingRows(Task.CHURN, vectors, new Vocabulary(List.of()));
        try (ServedModel model = new ServedModel(directory, TrainingObjective.BINARY)) {
            return model.probabilities(rows, "scoring churn", listener);
        }
    }

    /**
     * Where a model ranks the category that came next. A category that it does not know by name is
     * not ranked.
     *
     * @param next the category that came, of each vector
     */
    public static RankedCategories interest(
            Path directory, List<FeatureVector> vectors, List<String> next, int categories, TrainingProgress listener) {
        int[] ranks = new int[vectors.size()];
        List<List<String>> firsts = new ArrayList<>();
        eachRow(directory, vectors, listener, (row, answers, offset, width, vocabulary) -> {
            ranks[row] = InterestFigures.rank(answers, offset, width, vocabulary.id(next.get(row)));
            firsts.add(firsts(answers, offset, width, vocabulary));
        });
        return new RankedCategories(ranks, firsts, categories);
    }

    /**
     * How the predicted interest is shared out among some categories, as if there were no others.
     *
     * @param categories by name; one that the model does not know has no share
     * @return float32[vectors, categories], each row adding up to 1
     */
    public static float[][] shares(
            Path directory, List<FeatureVector> vectors, List<String> categories, TrainingProgress listener) {
        float[][] shares = new float[vectors.size()][categories.size()];
        eachRow(directory, vectors, listener, (row, answers, offset, width, vocabulary) -> {
            float sum = 0;
            for (int i = 0; i < shares[row].length; i++) {
                int id = vocabulary.id(categories.get(i));
                shares[row][i] = id < Vocabulary.RESERVED ? 0 : answers[offset + id];
                sum += shares[row][i];
            }
            for (int i = 0; i < shares[row].length; i++) {
                shares[row][i] /= sum;
            }
        });
        return shares;
    }

    /** Takes what is answered to a row: {@code width} numbers from an offset on. */
    private interface Row {
        void accept(int row, float[] answers, int offset, int width, Vocabulary vocabulary);
    }

    private static void eachRow(Path directory, List<FeatureVector> vectors, TrainingProgress listener, Row each) {
        Vocabulary vocabulary = new Vocabulary(ManifestFile.read(directory).vocabulary());
        TrainingRows rows = new TrainingRows(Task.INTEREST, vectors, vocabulary);
        try (ServedModel model = new ServedModel(directory, TrainingObjective.DISTRIBUTION)) {
            model.answer(rows, "scoring interest", listener, (from, to, answers) -> {
                int width = answers.length / (to - from);
                for (int row = from; row < to; row++) {
                    each.accept(row, answers, (row - from) * width, width, vocabulary);
                }
            });
        }
    }

    /** The first ten categories by name, by insertion: a whole sort would cost more. */
    private static List<String> firsts(float[] answers, int offset, int width, Vocabulary vocabulary) {
        List<Integer> best = new ArrayList<>();
        float least = -1;
        for (int id = Vocabulary.RESERVED; id < width; id++) {
            float share = answers[offset + id];
            if (share <= least) {
                continue;
            }
            int at = best.size();
            while (at > 0 && answers[offset + best.get(at - 1)] < share) {
                at--;
            }
            best.add(at, id);
            if (best.size() > RankedCategories.FIRSTS) {
                best.remove(RankedCategories.FIRSTS);
            }
            if (best.size() == RankedCategories.FIRSTS) {
                least = answers[offset + best.get(RankedCategories.FIRSTS - 1)];
            }
        }
        return best.stream()
                .map(id -> vocabulary.names().get(id - Vocabulary.RESERVED))
                .toList();
    }
}
