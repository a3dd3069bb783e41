package io.leeway.training.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivacyAccountantTest {

    /** TensorFlow Privacy's own tests of {@code compute_dp_sgd_privacy}, which has other orders. */
    @ParameterizedTest
    @CsvSource({"0.0025, 1.3, 6000, 1e-5, 0.7242234026109595", "0.001, 1, 30000, 1e-7, 1.4154988495444845"})
    void spendsWhatTensorFlowPrivacyDoes(double samplingRate, double noise, long steps, double delta, double epsilon) {
        assertThat(PrivacyAccountant.epsilon(samplingRate, noise, steps, delta))
                .isCloseTo(epsilon, within(1e-3 * epsilon));
    }

    /** 50 steps at q = 0.01 and σ = 2.5, of the same library's tests of its accountant. */
    @ParameterizedTest
    @CsvSource({"1.5, 6.5007e-4", "2.5, 1.0854e-3", "5, 2.1808e-3", "50, 2.3846e-2", "100, 167.42"})
    void divergesAtAnOrderAsTheLiteratureSays(double order, double expected) {
        assertThat(50 * PrivacyAccountant.renyi(0.01, 2.5, order)).isCloseTo(expected, within(1e-4 * expected));
    }

    /**
     * Without sampling the divergence is α / 2σ². At order 2 the sum is 1 + q²(exp(1/σ²) − 1), by
     * hand.
     */
    @ParameterizedTest
    @CsvSource({"0.1, 1.5", "0.5, 0.3", "0.001, 20", "0.9, 1"})
    void agreesWithClosedForms(double samplingRate, double noise) {
        assertThat(PrivacyAccountant.renyi(1, noise, 5)).isCloseTo(5 / (2 * noise * noise), within(1e-12));
        double expected = Math.log1p(samplingRate * samplingRate * Math.expm1(1 / (noise * noise)));
        assertThat(PrivacyAccountant.renyi(samplingRate, noise, 2)).isCloseTo(expected, within(1e-12));
        assertThat(PrivacyAccountant.renyi(1 - 1e-15, noise, 3.7))
                .isCloseTo(3.7 / (2 * noise * noise), within(1e-9 * 3.7 / (2 * noise * noise)));
    }

    /** Never below the truth; a tenth above it after many steps, more where there are few. */
    @ParameterizedTest
    @CsvSource({
        "0.05, 1, 5, 1e-5, 1.25",
        "0.01, 0.7, 5, 1e-5, 1.5",
        "0.25, 4, 5, 1e-5, 1.15",
        "0.5, 2, 3, 1e-6, 1.15",
        "1, 6, 4, 1e-5, 1.15"
    })
    void boundsTheHockeyStickDivergence(double samplingRate, double noise, int doublings, double delta, double most) {
        double epsilon = PrivacyAccountant.epsilon(samplingRate, noise, 1L << doublings, delta);
        double below = PrivacyLoss.epsilon(samplingRate, noise, doublings, delta, false);
        double above = PrivacyLoss.epsilon(samplingRate, noise, doublings, delta, true);

        assertThat(below).isPositive().isLessThanOrEqualTo(above).isCloseTo(above, within(0.08));
        assertThat(epsilon).isBetween(below, most * above);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 1, 1e-5", "0.3, 0.8, 1e-4", "0.9, 3, 1e-6"})
    void boundsOneStepToo(double samplingRate, double noise, double delta) {
        double truth = PrivacyLoss.epsilonOfOne(samplingRate, noise, delta);

        assertThat(truth)
                .isBetween(
                        PrivacyLoss.epsilon(samplingRate, noise, 0, delta, false),
                        PrivacyLoss.epsilon(samplingRate, noise, 0, delta, true));
        assertThat(PrivacyAccountant.epsilon(samplingRate, noise, 1, delta)).isBetween(truth, 1.7 * truth);
    }

    @Test
    void moreNoiseAndFewerStepsSpendLess() {
        double epsilon = PrivacyAccountant.epsilon(0.02, 1, 500, 1e-5);

        assertThat(PrivacyAccountant.epsilon(0.02, 2, 500, 1e-5)).isLessThan(epsilon);
        assertThat(PrivacyAccountant.epsilon(0.02, 1, 100, 1e-5)).isLessThan(epsilon);
        assertThat(PrivacyAccountant.epsilon(0.01, 1, 500, 1e-5)).isLessThan(epsilon);
        assertThat(PrivacyAccountant.epsilon(0.02, 0, 1, 1e-5)).isInfinite();
        assertThat(PrivacyAccountant.epsilon(0.02, 1e6, 1, 1e-5)).isLessThan(0.01);
    }
}
