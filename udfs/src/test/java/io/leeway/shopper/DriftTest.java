package io.leeway.shopper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The distance against values worked out by hand, the few largest against sorting them all. */
class DriftTest {

    @Test
    void nothingChanged() {
        Drift drift = Drift.between(new double[] {0, 0.25, 0.75}, new double[] {0, 0.25, 0.75});
        assertThat(drift.distance()).isZero();
        assertThat(drift.from()).isEmpty();
        assertThat(drift.to()).isEmpty();
    }

    @Test
    void everythingChanged() {
        Drift drift = Drift.between(new double[] {1, 0}, new double[] {0, 1});
        assertThat(drift.distance()).isOne();
        assertThat(drift.from()).containsExactly(0);
        assertThat(drift.fromChanges()).containsExactly(-1);
        assertThat(drift.to()).containsExactly(1);
        assertThat(drift.toChanges()).containsExactly(1);
    }

    /** Halves that share one of two: both divergences from the middle are 1/2. */
    @Test
    void halfChanged() {
        Drift drift = Drift.between(new double[] {0.5, 0.5, 0}, new double[] {0.5, 0, 0.5});
        assertThat(drift.distance()).isCloseTo(Math.sqrt(0.5), within(1e-15));
        assertThat(drift.from()).containsExactly(1);
        assertThat(drift.fromChanges()).containsExactly(-0.5f);
        assertThat(drift.to()).containsExactly(2);
        assertThat(drift.toChanges()).containsExactly(0.5f);
    }

    /**
     * The middle is (3/4, 1/4): (log2(4/3) + (log2(2/3) + log2(2)) / 2) / 2 = 0.311278…, whose root
     * is 0.557923….
     */
    @Test
    void halfTurnedToSomethingNew() {
        Drift drift = Drift.between(new double[] {1, 0}, new double[] {0.5, 0.5});
        assertThat(drift.distance()).isCloseTo(0.5579230452841438, within(1e-15));
        assertThat(Drift.between(new double[] {0.5, 0.5}, new double[] {1, 0}).distance())
                .as("it is a metric: the same both ways")
                .isCloseTo(drift.distance(), within(1e-15));
    }

    @Test
    void withoutALongTermInterestThereIsNoDrift() {
        Drift drift = Drift.between(new double[] {0, 0}, new double[] {0.3, 0.7});
        assertThat(drift.distance()).isZero();
        assertThat(drift.from()).isEmpty();
        assertThat(drift.to()).isEmpty();
    }

    @Test
    void threeCategoriesEachWayTheLargestFirstAndEqualOnesByIndex() {
        Drift drift = Drift.between(
                new double[] {0.25, 0.25, 0.2, 0.3, 0, 0, 0, 0}, new double[] {0, 0, 0, 0, 0.1, 0.3, 0.3, 0.3});
        assertThat(drift.from()).containsExactly(3, 0, 1);
        assertThat(drift.to()).containsExactly(5, 6, 7);
        assertThat(drift.distance()).isCloseTo(1, within(1e-15));
    }

    @Test
    void whatRoundingLeavesIsNoChange() {
        Drift drift = Drift.between(new double[] {0.5, 0.5}, new double[] {0.50009, 0.49991});
        assertThat(drift.from()).isEmpty();
        assertThat(drift.to()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theLargestAreTheFirstOfAllSorted(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            // Few different values, so that many are equal.
            double[] values = random.doubles(random.nextInt(0, 60))
                    .map(value -> Math.floor(value * 8) - 4)
                    .toArray();
            int most = random.nextInt(0, 12);
            int from = Math.min(values.length, random.nextInt(0, 4));
            int[] sorted = IntStream.range(from, values.length)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(i -> -values[i]).thenComparingInt(i -> i))
                    .limit(most)
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(LargestValues.of(from, values.length, most, i -> values[i]))
                    .isEqualTo(sorted);
        }
    }
}
