package io.leeway.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;

class SampleSumsTest {
    private static final int RUNS = 1_000;

    @Test
    void meanAndErrorAreTheTextbooks() {
        Random random = new Random(1);
        SampleSums sums = new SampleSums();
        DescriptiveStatistics textbook = new DescriptiveStatistics();
        for (int i = 0; i < 500; i++) {
            double value = 20 * random.nextGaussian();
            sums.add(value);
            textbook.addValue(value);
        }

        assertThat(sums.mean().value()).isCloseTo(textbook.getMean(), within(1e-5));
        assertThat(sums.mean().deviation()).isCloseTo(textbook.getStandardDeviation() / Math.sqrt(500), within(1e-5));
    }

    @Test
    void about95OfAHundredIntervalsOfADifferenceHoldTheTruth() {
        int covered = 0;
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(run);
            Estimate difference = rate(random, 800, 0.3).less(rate(random, 200, 0.22));
            covered += difference.low() <= 0.08 && 0.08 <= difference.high() ? 1 : 0;
        }

        assertThat(covered / (double) RUNS).isBetween(0.93, 0.97);
    }

    private static Estimate rate(Random random, int rows, double rate) {
        SampleSums sums = new SampleSums();
        for (int i = 0; i < rows; i++) {
            sums.add(random.nextDouble() < rate ? 1 : 0);
        }
        return sums.mean();
    }

    @Test
    void oneRowTellsNothing() {
        SampleSums sums = new SampleSums();
        sums.add(1);

        assertThat(sums.mean().value()).isNaN();
    }
}
