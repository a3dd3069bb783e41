package io.leeway.training;

import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.card.InterestFigures;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.OrderedExamples;
import io.leeway.training.dataset.Popularity;
import io.leeway.training.dataset.Successions;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.TransformerArchitecture;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Trains the model of interest: the distribution, float32[batch, vocabulary + 2], of what comes
 * within the horizon over categories.
 *
 * <p>It is fitted to the gains of the categories that came, negative ones taken as 0; categories
 * outside the vocabulary count for id 1. Figures on the later split: {@code hr@10} with
 * {@code hr@10.low} and {@code hr@10.high}, {@code ndcg@10}, {@code popularity.hr@10} (the
 * categories that most often came first in training), {@code mostRecent.hr@10} (the shopper's
 * latest categories, then the popular ones), {@code inVocabulary} (the most that any of them can
 * reach), {@code rows}. Wanted is the category that comes first; one that the vocabulary does not
 * have is a miss for all.
 */
public final class InterestTrainer {
    private static final int TRAIN_AT_LEAST = 100;
    private static final int TEST_AT_LEAST = 20;
    private static final double PEAK_RATE = 3e-3;
    private static final String MORE = "give longer history or a shorter --horizon";

    /** As {@link ChurnTrainer#train} does. */
    public TrainedModel train(TrainingSplit split, TrainingOptions options, TrainingProgress listener) {
        if (options.privacy().isPresent()) {
            throw new TrainingException(
                    "Expected the churn model alone with --dp-noise, found the interest model too: its"
                            + " vocabulary and embeddings have no bound of their own; give --task churn");
        }
        TrainingBudget budget = options.budget();
        List<TrainingExample> train =
                usable(split.train(), InterestTrainer::gains, budget.maxExamples(), TRAIN_AT_LEAST, "to train on");
        List<TrainingExample> test =
                usable(split.test(), example -> true, budget.maxTestExamples(), TEST_AT_LEAST, "to be measured on");
        Vocabulary vocabulary = Vocabulary.of(train, budget.maxVocabulary());
        if (vocabulary.names().size() < 2) {
            throw new TrainingException("Expected at least 2 categories that 5 interest examples have, found "
                    + vocabulary.names().size() + "; give longer history, or events with categories");
        }
        Labels labels = labels(train, vocabulary);
        TrainingRows counted = new TrainingRows(
                Task.INTEREST, train.stream().map(TrainingExample::features).toList(), vocabulary);
        int[] next = train.stream()
                .mapToInt(example -> vocabulary.id(example.nextCategories()[0]))
                .toArray();
        Architecture architecture = new TransformerArchitecture(
                Popularity.logShares(labels), Successions.of(counted, next, vocabulary.size()));
        Popularity popularity = Popularity.of(train, vocabulary);
        Training training = new Training(
                Task.INTEREST, architecture, TrainingObjective.DISTRIBUTION, vocabulary, PEAK_RATE, Optional.empty());
        return training.train(
                new Training.Run(train, test, options, listener, (model, rows, progress) -> {
                    InterestFigures figures = new InterestFigures(test, rows, vocabulary, popularity, options.seed());
                    model.answer(rows, "measuring interest", progress, figures::add);
                    return figures.all();
                }),
                labels);
    }

    private static List<TrainingExample> usable(
            List<TrainingExample> examples, Predicate<TrainingExample> wanted, int cap, int least, String purpose) {
        List<TrainingExample> usable = OrderedExamples.select(
                examples,
                example -> example.interestKnown() && example.nextCategories().length > 0 && wanted.test(example),
                cap);
        if (usable.size() < least) {
            boolean known = examples.isEmpty() || examples.stream().anyMatch(TrainingExample::interestKnown);
            throw new TrainingException(
                    known
                            ? "Expected at least " + least + " interest examples " + purpose
                                    + " with a category within the horizon, found " + usable.size() + " among "
                                    + examples.size() + "; give longer history or a longer --horizon"
                            : "Expected history that reaches to the end of the horizon of some interest examples "
                                    + purpose + ", found that it ends before in all " + examples.size() + "; " + MORE);
        }
        return usable;
    }

    private static boolean gains(TrainingExample example) {
        for (float weight : example.nextWeights()) {
            if (weight > 0) {
                return true;
            }
        }
        return false;
    }

    /** The shares of the ids among the gains, row by row. */
    public static Labels labels(List<TrainingExample> examples, Vocabulary vocabulary) {
        int[][] columns = new int[examples.size()][];
        float[][] shares = new float[examples.size()][];
        for (int row = 0; row < columns.length; row++) {
            TrainingExample example = examples.get(row);
            Map<Integer, Double> gains = new TreeMap<>();
            double sum = 0;
            for (int i = 0; i < example.nextCategories().length; i++) {
                double gain = Math.max(0, example.nextWeights()[i]);
                if (gain > 0) {
                    gains.merge(vocabulary.id(example.nextCategories()[i]), gain, Double::sum);
                    sum += gain;
                }
            }
            columns[row] = gains.keySet().stream().mapToInt(Integer::intValue).toArray();
            shares[row] = new float[gains.size()];
            for (int i = 0; i < shares[row].length; i++) {
                shares[row][i] = (float) (gains.getOrDefault(columns[row][i], 0.0) / sum);
            }
        }
        return new Labels(vocabulary.size(), columns, shares);
    }
}
