package io.leeway.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A bandit of which everything is known: three actions, a context of one bit, clicks by chance. */
class OffPolicySumsTest {
    private static final double[][] CLICKS = {{0.1, 0.3, 0.2}, {0.25, 0.05, 0.15}};
    private static final double EXPLORE = 0.3;
    private static final int LOGGED = 0;
    /** The judged policy takes 1 in one context and 2 in the other. */
    private static final int[] TARGET = {1, 2};

    private static final double TRUTH = (CLICKS[0][1] + CLICKS[1][2]) / 2;
    private static final int RUNS = 400;

    @Test
    void withTheRightModelAllThreeFindTheTruthAndTheirIntervalsCoverIt() {
        covers(1, OffPolicySums::ips);
        covers(1, OffPolicySums::snips);
        covers(1, OffPolicySums::doublyRobust);
    }

    @Test
    void withAWrongModelDoublyRobustStillFindsTheTruth() {
        covers(3, OffPolicySums::doublyRobust);
    }

    @Test
    void theRightModelMakesTheIntervalNarrower() {
        OffPolicySums sums = sums(1, 20_000, 1);

        assertThat(sums.doublyRobust().deviation()).isLessThan(sums.ips().deviation());
        assertThat(sums.effectiveRows()).isBetween(1_000.0, sums.matched());
    }

    @Test
    void theLogsOwnPolicyIsTheMean() {
        OffPolicySums sums = new OffPolicySums();
        SampleSums sample = new SampleSums();
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            double reward = random.nextInt(2);
            sums.add(0.25, 0.25, reward);
            sample.add(reward);
        }

        assertThat(sums.ips()).isEqualTo(sample.mean());
        assertThat(sums.snips().value()).isCloseTo(sample.mean().value(), within(1e-12));
        assertThat(sums.effectiveRows()).isEqualTo(100);
    }

    @Test
    void weightsAreCutAndCounted() {
        OffPolicySums sums = new OffPolicySums();
        sums.add(1e-6, 1, 1);
        sums.add(0.5, 1, 0);

        assertThat(sums.clipped()).isEqualTo(1);
        assertThat(sums.ips().value()).isEqualTo(OffPolicySums.MOST_WEIGHT / 2);
    }

    /** The mean of many estimates is the truth, and about 95 in a hundred intervals hold it. */
    private static void covers(double factor, Function<OffPolicySums, Estimate> estimate) {
        double sum = 0;
        int covered = 0;
        for (int run = 0; run < RUNS; run++) {
            Estimate found = estimate.apply(sums(100 + run, 1_000, factor));
            sum += found.value();
            covered += found.low() <= TRUTH && TRUTH <= found.high() ? 1 : 0;
        }
        assertThat(sum / RUNS).isCloseTo(TRUTH, within(0.004));
        assertThat(covered / (double) RUNS).isBetween(0.91, 0.98);
    }

    private static OffPolicySums sums(long seed, int rows, double factor) {
        Random random = new Random(seed);
        ToDoubleFunction<int[]> expected = of -> factor * CLICKS[of[0]][of[1]];
        OffPolicySums sums = new OffPolicySums();
        for (int i = 0; i < rows; i++) {
            int context = random.nextInt(2);
            int action = random.nextDouble() < EXPLORE ? random.nextInt(3) : LOGGED;
            double propensity = EXPLORE / 3 + (action == LOGGED ? 1 - EXPLORE : 0);
            double reward = random.nextDouble() < CLICKS[context][action] ? 1 : 0;
            sums.add(
                    propensity,
                    action == TARGET[context] ? 1 : 0,
                    reward,
                    expected.applyAsDouble(new int[] {context, action}),
                    expected.applyAsDouble(new int[] {context, TARGET[context]}));
        }
        return sums;
    }
}
