package io.leeway.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * The index against its definition, and against what it must say of samples that are alike or not.
 */
class StabilityIndexTest {

    @Test
    void itIsTheSumOfItsDefinition() {
        // Two groups: all of the reference's tenths but one lie in two bins.
        long[] reference = new long[StabilityIndex.BINS];
        long[] sample = new long[StabilityIndex.BINS];
        reference[10] = 500;
        reference[150] = 500;
        sample[10] = 250;
        sample[150] = 750;
        double p1 = 500.5 / 1005;
        double q1 = 250.5 / 1005;
        double p2 = 500.5 / 1005;
        double q2 = 750.5 / 1005;
        // Behind the last value is an empty group.
        double expected = (p1 - q1) * Math.log(p1 / q1) + (p2 - q2) * Math.log(p2 / q2) - 2 * (2.0 / 1000);
        assertThat(StabilityIndex.of(reference, sample)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void ofSamplesOfOneDistributionItIsZeroOnAverage() {
        double[] found = indexes(Random::nextDouble, Random::nextDouble, 300, 3_000);
        assertThat(Arrays.stream(found).average().orElseThrow()).isBetween(-0.005, 0.005);
        assertThat(Arrays.stream(found).max().orElseThrow())
                .as("far from the bound of 0.2")
                .isLessThan(0.1);
    }

    @Test
    void ofSamplesThatDifferItIsAboveTheBound() {
        double[] found = indexes(Random::nextDouble, random -> Math.pow(random.nextDouble(), 2), 300, 3_000);
        assertThat(Arrays.stream(found).min().orElseThrow()).isGreaterThan(0.2);
    }

    private static double[] indexes(
            ToDoubleFunction<Random> sample, ToDoubleFunction<Random> reference, int users, int others) {
        double[] found = new double[200];
        for (int seed = 0; seed < found.length; seed++) {
            Random random = new Random(seed);
            found[seed] = StabilityIndex.of(counts(random, reference, others), counts(random, sample, users));
        }
        return found;
    }

    private static long[] counts(Random random, ToDoubleFunction<Random> draw, int users) {
        long[] counts = new long[StabilityIndex.BINS];
        for (int user = 0; user < users; user++) {
            counts[StabilityIndex.bin(draw.applyAsDouble(random))]++;
        }
        return counts;
    }
}
