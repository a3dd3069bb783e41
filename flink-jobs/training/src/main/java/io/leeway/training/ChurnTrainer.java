package io.leeway.training;

import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.calibration.SeasonLevel;
import io.leeway.training.card.ChurnFigures;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.OrderedExamples;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.network.ShopperBaseline;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.util.List;
import java.util.Optional;

/**
 * Trains the model of churn: the probability, float32[batch], of not coming back within the
 * horizon.
 *
 * <p>Examples whose horizon reaches beyond history are left out. Figures on the later split:
 * {@code auc} with {@code auc.low} and {@code auc.high}, {@code recency.auc} (days since the last
 * return event alone), {@code frequency.auc} (few of them), {@code logLoss},
 * {@code baseRate.logLoss} (always answering training's share), {@code positives} (the share that
 * stayed away), {@code rows}.
 */
public final class ChurnTrainer {
    private static final int TRAIN_AT_LEAST = 100;
    private static final int TEST_AT_LEAST = 20;
    private static final double PEAK_RATE = 3e-3;
    private static final String MORE = "give longer history or a shorter --horizon";

    private final ChurnNetwork network;
    private final List<TrainingExample> seasons;

    public ChurnTrainer(ChurnNetwork network) {
        this(network, List.of());
    }

    /**
     * Trains a network of this kind; {@link ChurnNetwork#WIDE_DEEP} then answers at the mean level
     * of all these examples' weeks rather than of those trained on.
     *
     * @param seasons examples with known outcomes, those to train on included, none that the test's
     *     as-of times could not know
     */
    public ChurnTrainer(ChurnNetwork network, List<TrainingExample> seasons) {
        this.network = network;
        this.seasons = List.copyOf(seasons);
    }

    /**
     * Trains on the earlier part of a split, measures on the later part beside the rules, and
     * writes the model.
     *
     * <p>The same examples (in any order), options and seed give the same files bit for bit,
     * manifest aside, on the same machine and with the same number of TensorFlow's threads. No
     * half-made model is left when it fails.
     *
     * @return the model, readable by a loader once this returns
     * @throws TrainingException where the examples do not suffice or the folder is taken, in one
     *     line for people
     */
    public TrainedModel train(TrainingSplit split, TrainingOptions options, TrainingProgress listener) {
        boolean privately = options.privacy().isPresent();
        List<TrainingExample> train = options.privacy()
                .map(privacy -> known(
                        OrderedExamples.ofEachShopper(
                                split.train(), example -> example.returned() >= 0, privacy.examples()),
                        Integer.MAX_VALUE,
                        "to train on"))
                .orElseGet(() -> known(split.train(), options.budget().maxExamples(), "to train on"));
        List<TrainingExample> test = known(split.test(), options.budget().maxTestExamples(), "to be measured on");
        require(train, TRAIN_AT_LEAST, "to train on");
        require(test, TEST_AT_LEAST, "to be measured on");
        Vocabulary none = new Vocabulary(List.of());
        double positives =
                train.stream().mapToInt(example -> Labels.ofChurn(example)).sum() / (double) train.size();
        // Means, deviations, levels and the share of positives would be in the graph without noise.
        Architecture architecture = privately
                ? network.over(List.of(), 0.5, 0)
                : network.over(
                        train.stream().map(TrainingExample::features).toList(),
                        positives,
                        seasons.isEmpty() ? 0 : SeasonLevel.between(seasons, train));
        Labels labels = new Labels(
                1,
                train.stream().map(example -> new int[1]).toArray(int[][]::new),
                train.stream()
                        .map(example -> new float[] {Labels.ofChurn(example)})
                        .toArray(float[][]::new));
        Training training = new Training(
                Task.CHURN,
                architecture,
                TrainingObjective.BINARY,
                none,
                PEAK_RATE,
                privately ? Optional.empty() : Optional.of(whoCameBack(train)));
        return training.train(
                new Training.Run(train, test, options, listener, (model, rows, progress) -> {
                    double[] answers = model.probabilities(rows, "measuring churn", progress);
                    return new ChurnFigures(test, options).of(answers, positives);
                }),
                labels);
    }

    /** Reasons set a shopper apart from those who come back. */
    private static ShopperBaseline whoCameBack(List<TrainingExample> train) {
        List<FeatureVector> cameBack = train.stream()
                .filter(example -> Labels.ofChurn(example) == 0)
                .map(TrainingExample::features)
                .toList();
        return ShopperBaseline.mean(
                Task.CHURN,
                cameBack,
                "the mean of " + cameBack.size() + " training examples of shoppers who came back");
    }

    private static List<TrainingExample> known(List<TrainingExample> examples, int cap, String purpose) {
        List<TrainingExample> known = OrderedExamples.select(examples, example -> example.returned() >= 0, cap);
        if (known.isEmpty() && !examples.isEmpty()) {
            throw new TrainingException(
                    "Expected history that reaches to the end of the horizon of some churn examples " + purpose
                            + ", found that it ends before in all " + examples.size() + "; " + MORE);
        }
        return known;
    }

    private static void require(List<TrainingExample> examples, int least, String purpose) {
        if (examples.size() < least) {
            throw new TrainingException("Expected at least " + least + " churn examples " + purpose + ", found "
                    + examples.size() + "; " + MORE);
        }
        long stayed = examples.stream()
                .filter(example -> Labels.ofChurn(example) == 1)
                .count();
        if (stayed == 0 || stayed == examples.size()) {
            throw new TrainingException("Expected churn examples " + purpose
                    + " of shoppers who came back and who did not, found only shoppers who "
                    + (stayed == 0 ? "came back; give a shorter --horizon" : "did not; give a longer --horizon"));
        }
    }
}
