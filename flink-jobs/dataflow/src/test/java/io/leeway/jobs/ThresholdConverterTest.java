package io.leeway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ThresholdConverterTest {

    @Test
    void aProbabilityOrNone() {
        assertThat(new ModelArguments.ThresholdConverter().convert("0")).isZero();
        assertThat(new ModelArguments.ThresholdConverter().convert(".5")).isEqualTo(0.5);
        assertThat(new ModelArguments.ThresholdConverter().convert("none")).isInfinite();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-0.1", "1.1", "NaN", "half", "None"})
    void otherThresholdsAreRefused(String text) {
        assertThatThrownBy(() -> new ModelArguments.ThresholdConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("expected a probability from 0 to 1, or none, found '" + text + "'");
    }
}
