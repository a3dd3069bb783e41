package io.leeway.jobs.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.shopper.Task;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.PrivacyOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainJobOptionsTest {
    private static final TrainJobOptions BOTH =
            TrainJobOptions.of(JobSourceOptions.of(Path.of("history")), Path.of("models"), 14.0);

    private static TrainJobOptions noisy(Task only) {
        PrivacyOptions privacy = new PrivacyOptions(1, 1, 1e-5, 100, 1, new PrivacyOptions.Key(new byte[32]));
        return new TrainJobOptions(
                BOTH.source(),
                BOTH.models(),
                BOTH.label(),
                1,
                7,
                ChurnNetwork.GRU,
                only,
                false,
                new FittingOptions(Hyperparameters.defaults(), 0, Optional.of(privacy)));
    }

    @Test
    void unsaidBothModelsOfVersionOneAreTrainedWithoutSearchOrNoise() {
        assertThat(BOTH.version()).isOne();
        assertThat(BOTH.onlyTask()).isNull();
        assertThat(BOTH.distil()).isFalse();
        assertThat(BOTH.label()).isEqualTo(new TrainJobOptions.Label(14.0, null));
        assertThat(BOTH.fitting()).isEqualTo(FittingOptions.DEFAULTS);
        assertThat(FittingOptions.DEFAULTS.search()).isZero();
        assertThat(FittingOptions.DEFAULTS.privacy()).isEmpty();
    }

    @Test
    void noiseIsForTheChurnModelAlone() {
        assertThat(noisy(Task.CHURN).fitting().privacy()).isPresent();
        assertThatThrownBy(() -> noisy(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected --task churn with --dp-noise, found no --task;");
        assertThatThrownBy(() -> noisy(Task.INTEREST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected --task churn with --dp-noise, found --task interest;");
    }

    @Test
    void changesKeepTheRest() {
        assertThat(BOTH.withSeed(9).withNetwork(ChurnNetwork.DNN, Task.CHURN))
                .isEqualTo(new TrainJobOptions(
                        BOTH.source(),
                        BOTH.models(),
                        BOTH.label(),
                        1,
                        9,
                        ChurnNetwork.DNN,
                        Task.CHURN,
                        false,
                        BOTH.fitting()));
    }
}
