package io.leeway.training.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.training.options.Hyperparameters.Schedule;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HyperparametersTest {
    private static Hyperparameters given(
            double rate, double dropout, double decay, int epochs, int patience, int batch, double positiveWeight) {
        return new Hyperparameters(
                OptionalDouble.of(rate),
                Schedule.LINEAR,
                dropout,
                decay,
                OptionalInt.of(epochs),
                patience,
                OptionalInt.of(batch),
                OptionalDouble.of(positiveWeight));
    }

    private static void requireRefusal(Runnable made, String message) {
        assertThatThrownBy(made::run).isInstanceOf(TrainingException.class).hasMessage(message);
    }

    @Test
    void theBoundsThemselvesAreTaken() {
        assertThat(given(1, 0, 1, 1, 1, 1, 1e-9)).isNotNull();
        assertThat(given(1e-9, 0.999, 0, 1, 1, 1, 8)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.5, Double.NaN})
    void aLearningRateOutsideItsRangeIsRefused(double rate) {
        requireRefusal(
                () -> given(rate, 0, 0, 1, 1, 1, 1),
                "Expected a learning rate above 0 and at most 1, found " + rate + "; give another --learning-rate");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, -0.1, Double.NaN})
    void aDropoutOutsideItsRangeIsRefused(double dropout) {
        requireRefusal(
                () -> given(0.1, dropout, 0, 1, 1, 1, 1),
                "Expected a dropout from 0 to below 1, found " + dropout + "; give another --dropout");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.1, -0.1, Double.NaN})
    void aWeightDecayOutsideItsRangeIsRefused(double decay) {
        requireRefusal(
                () -> given(0.1, 0, decay, 1, 1, 1, 1),
                "Expected a weight decay from 0 to 1, found " + decay + "; give another --weight-decay");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aClassWeightOutsideItsRangeIsRefused(double weight) {
        requireRefusal(
                () -> given(0.1, 0, 0, 1, 1, 1, weight),
                "Expected a class weight above 0, found " + weight + "; give another --class-weight");
    }

    @Test
    void countsOfNothingAreRefused() {
        for (int[] counts : new int[][] {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}}) {
            requireRefusal(
                    () -> given(0.1, 0, 0, counts[0], counts[1], counts[2], 1),
                    "Expected 1 or more epochs, passes of patience and rows a batch, found " + counts[0] + ", "
                            + counts[1] + " and " + counts[2]
                            + "; give others with --epochs, --patience and --batch");
        }
    }

    @Test
    void schedulesEndAtATwentiethOrStay() {
        for (Schedule schedule : Schedule.values()) {
            assertThat(schedule.share(0)).isCloseTo(1, within(1e-12));
        }
        assertThat(Schedule.COSINE.share(1)).isCloseTo(0.05, within(1e-12));
        assertThat(Schedule.LINEAR.share(1)).isCloseTo(0.05, within(1e-12));
        assertThat(Schedule.CONSTANT.share(1)).isEqualTo(1);
        assertThat(Schedule.COSINE.share(0.5)).isCloseTo(0.525, within(1e-12));
        assertThat(Schedule.LINEAR.share(0.5)).isCloseTo(0.525, within(1e-12));
        assertThat(Schedule.COSINE.share(0.25)).isGreaterThan(Schedule.LINEAR.share(0.25));
    }

    /** What a search tries is allowed, keeps what was said, and is the same for the same seed. */
    @Test
    void drawsAreRepeatableAndWithinTheirRanges() {
        Hyperparameters said = given(0.1, 0.5, 0.5, 6, 4, 10, 3);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 200; i++) {
            Hyperparameters drawn = said.drawn(random);
            assertThat(drawn.peakRate().orElseThrow()).isBetween(5e-4, 1e-2);
            assertThat(drawn.weightDecay()).isBetween(1e-3, 0.2);
            assertThat(drawn.dropout()).isIn(0.0, 0.1, 0.2, 0.3);
            assertThat(drawn.batch().orElseThrow()).isIn(32, 64, 128, 256);
            assertThat(drawn.schedule()).isEqualTo(Schedule.LINEAR);
            assertThat(drawn.epochs()).hasValue(6);
            assertThat(drawn.patience()).isEqualTo(4);
            assertThat(drawn.positiveWeight()).hasValue(3);
        }
        assertThat(said.drawn(new SplittableRandom(9)))
                .isEqualTo(said.drawn(new SplittableRandom(9)))
                .isNotEqualTo(said.drawn(new SplittableRandom(10)));
    }
}
