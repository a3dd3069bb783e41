package io.leeway.model.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.model.ModelException;
import io.leeway.model.Predictor;
import io.leeway.model.answers.MeteredPredictor;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceMetricsTest {

    @ParameterizedTest
    @ValueSource(longs = {20, 5_000, 3_000_000_000L})
    void quantilesAreRightWithinAnEighth(long range) {
        Random random = new Random(range);
        LogHistogram histogram = new LogHistogram();
        long[] values = new long[10_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) (range * Math.pow(random.nextDouble(), 3));
            histogram.record(values[i]);
        }
        Arrays.sort(values);
        assertThat(histogram.count()).isEqualTo(values.length);
        for (double q : new double[] {0.001, 0.5, 0.9, 0.99, 1}) {
            long exact = values[(int) Math.ceil(q * values.length) - 1];
            assertThat(histogram.quantile(q)).isBetween(exact, exact + exact / 8);
        }
        assertThat((double) histogram.quantile(1)).isCloseTo((double) values[values.length - 1], within(range / 8.0));
    }

    @Test
    void theEdgesOfTheRangeAreCounted() {
        LogHistogram histogram = new LogHistogram();
        assertThat(histogram.quantile(0.5)).isZero();
        assertThat(histogram.quantile(1)).isZero();
        histogram.record(-5);
        assertThat(histogram.quantile(1)).isZero();
        histogram.record(Long.MAX_VALUE);
        assertThat(histogram.quantile(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(histogram.count()).isEqualTo(2);
    }

    @Test
    void callsAreCountedAndTimed() {
        AtomicLong clock = new AtomicLong();
        InferenceMetrics metrics = new InferenceMetrics();
        Predictor predictor = new MeteredPredictor(
                (signature, inputs, rows) -> {
                    clock.addAndGet(rows * 1_000_000L);
                    if (signature.equals("broken")) {
                        throw new ModelException("no");
                    }
                    return Map.of();
                },
                metrics,
                clock::get);
        for (int rows = 1; rows <= 4; rows++) {
            predictor.predict("score", Map.of(), rows);
        }
        assertThatThrownBy(() -> predictor.predict("broken", Map.of(), 100)).isInstanceOf(ModelException.class);

        assertThat(metrics.calls()).isEqualTo(5);
        assertThat(metrics.failures()).isEqualTo(1);
        assertThat(metrics.rows()).isEqualTo(10);
        assertThat(metrics.bundleRows().quantile(0.5)).isEqualTo(2);
        assertThat(metrics.bundleRows().quantile(1)).isEqualTo(4);
        assertThat(metrics.latencyMicros().quantile(1)).isBetween(4_000L, 4_500L);
        assertThat(metrics.latencyMicros().count()).isEqualTo(4);
    }
}
