package io.leeway.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.model.LoadOptions;
import io.leeway.model.SavedModel;
import io.leeway.shopper.Task;
import io.leeway.training.ChurnTrainer;
import io.leeway.training.SyntheticChurn;
import io.leeway.training.TrainedModel;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChurnNetworksTest {

    private static final TrainingBudget SMALL = new TrainingBudget(2000, 800, 120, 100);

    @TempDir
    private Path models;

    private TrainedModel train(
            ChurnNetwork network, long version, Hyperparameters hyperparameters, TrainingBudget budget) {
        TrainingOptions options = new TrainingOptions(
                7, version, 28, TrainingOptions.PURCHASE, Map.of(), models, budget, hyperparameters);
        return new ChurnTrainer(network).train(SyntheticChurn.split(2000, 800, 1), options, TrainingProgress.none());
    }

    private static Hyperparameters hyperparameters(double dropout, OptionalDouble positiveWeight) {
        return new Hyperparameters(
                OptionalDouble.of(5e-3),
                Hyperparameters.Schedule.LINEAR,
                dropout,
                0.02,
                OptionalInt.of(4),
                3,
                OptionalInt.of(64),
                positiveWeight);
    }

    /** Each learns, leaves the same numbers out each time, and is served. */
    @ParameterizedTest
    @EnumSource(ChurnNetwork.class)
    void eachIsAheadOfTheRulesAndTheSameTwice(ChurnNetwork network) {
        Hyperparameters hyperparameters = hyperparameters(0.2, OptionalDouble.of(1));
        TrainedModel model = train(network, 1, hyperparameters, SMALL);
        TrainedModel again = train(network, 2, hyperparameters, SMALL);

        assertThat(again.manifest().files()).isEqualTo(model.manifest().files());
        Map<String, Double> figures = model.manifest().metrics();
        assertThat(figures.get("auc"))
                .isGreaterThan(figures.get("recency.auc"))
                .isGreaterThan(figures.get("frequency.auc"));
        assertThat(figures.get("logLoss")).isLessThan(figures.get("baseRate.logLoss") - 0.05);
        try (SavedModel served = SavedModel.load(model.directory(), LoadOptions.serving(Task.CHURN, Map.of()))) {
            assertThat(served.manifest()).contains(model.manifest());
        }
    }

    @Test
    void dropoutMakesAnotherModel() {
        TrainedModel with = train(ChurnNetwork.DNN, 1, hyperparameters(0.2, OptionalDouble.of(1)), SMALL);
        TrainedModel without = train(ChurnNetwork.DNN, 2, hyperparameters(0, OptionalDouble.of(1)), SMALL);

        assertThat(with.manifest().files()).isNotEqualTo(without.manifest().files());
    }

    /**
     * A yes that counts eight times as much would double probabilities if it were not corrected
     * for.
     */
    @Test
    void probabilitiesMeanTheSameWhateverAYesWeighs() {
        TrainedModel plain = train(ChurnNetwork.DNN, 1, hyperparameters(0, OptionalDouble.of(1)), SMALL);
        TrainedModel weighted = train(ChurnNetwork.DNN, 2, hyperparameters(0, OptionalDouble.of(8)), SMALL);

        assertThat(weighted.manifest().files()).isNotEqualTo(plain.manifest().files());
        assertThat(weighted.manifest().metrics().get("logLoss"))
                .isCloseTo(plain.manifest().metrics().get("logLoss"), within(0.04));
        assertThat(weighted.manifest().calibration().before().get("ece")).isLessThan(0.1);
    }

    @Test
    void whatCannotBeIsRefusedInOneLine() {
        assertThatThrownBy(() -> hyperparameters(1, OptionalDouble.of(1))).hasMessageContaining("--dropout");
        assertThatThrownBy(() -> hyperparameters(0, OptionalDouble.of(0))).hasMessageContaining("--class-weight");
    }
}
