package io.leeway.training.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivacyAccountantTest {

    /**
     * Abadi et al. 2016, section 3.2: q = 0.01, σ = 4, δ = 1e-5, 10,000 steps give ε of 1.26 by the
     * moments accountant. TensorFlow Privacy's tutorial: 60,000 examples, batches of 250, σ = 1.3,
     * 15 epochs give 1.18 at orders that are not whole numbers too; whole ones are an upper bound
     * close by.
     */
    @ParameterizedTest
    @CsvSource({"0.01, 4, 10000, 1.26, 0.01", "0.0041666667, 1.3, 3600, 1.18, 0.02"})
    void spendsWhatTheLiteratureSays(double samplingRate, double noise, long steps, double epsilon, double near) {
        assertThat(PrivacyAccountant.epsilon(samplingRate, noise, steps, 1e-5)).isCloseTo(epsilon, within(near));
    }

    /**
     * Without sampling the divergence is α / 2σ². At order 2 the sum is 1 + q²(exp(1/σ²) − 1), by
     * hand.
     */
    @Test
    void agreesWithClosedForms() {
        assertThat(PrivacyAccountant.renyi(1, 2, 5)).isCloseTo(5 / 8.0, within(1e-12));
        assertThat(PrivacyAccountant.renyi(0.1, 1.5, 2))
                .isCloseTo(Math.log(1 + 0.01 * (Math.exp(1 / 2.25) - 1)), within(1e-12));
    }

    @Test
    void moreNoiseAndFewerStepsSpendLess() {
        double epsilon = PrivacyAccountant.epsilon(0.02, 1, 500, 1e-5);

        assertThat(PrivacyAccountant.epsilon(0.02, 2, 500, 1e-5)).isLessThan(epsilon);
        assertThat(PrivacyAccountant.epsilon(0.02, 1, 100, 1e-5)).isLessThan(epsilon);
        assertThat(PrivacyAccountant.epsilon(0.01, 1, 500, 1e-5)).isLessThan(epsilon);
        assertThat(PrivacyAccountant.epsilon(0.02, 0, 1, 1e-5)).isInfinite();
    }
}
