package io.leeway.decisions.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.JudgedScore;
import io.leeway.records.LabelledScore;
import io.leeway.records.Retirement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When figures are reason enough. */
class CanaryVerdictsTest {
    private static final GuardOptions OPTIONS =
            new GuardOptions(Duration.ofHours(1), Duration.ofDays(1), 0.2, 0.02, 200, Duration.ofDays(28));

    @Test
    void aCanaryThatGivesTheTruthAWorseChanceIsTakenBack() {
        Optional<Retirement> found = losses(3_000, 600, 0.25);
        assertThat(found).hasValueSatisfying(retirement -> {
            assertThat(retirement.version()).isEqualTo(2);
            assertThat(retirement.reason()).contains("log-loss", "600 users against 3000");
        });
    }

    @Test
    void aCanaryThatIsAsGoodGoesOn() {
        assertThat(losses(3_000, 600, 0)).isEmpty();
    }

    @Test
    void ofFewUsersNothingIsSaid() {
        assertThat(losses(3_000, 199, 0.4)).isEmpty();
        assertThat(losses(199, 3_000, 0.4)).isEmpty();
    }

    /**
     * Users who leave with a probability that the active version knows, and the canary takes for
     * less or more by an error.
     */
    private static Optional<Retirement> losses(int actives, int canaries, double error) {
        Random random = new Random(7);
        LossSums sums = new LossSums();
        Map<Long, double[]> all = sums.createAccumulator();
        for (int user = 0; user < actives + canaries; user++) {
            boolean canary = user >= actives;
            double truth = 0.2 + 0.6 * random.nextDouble();
            double said = canary ? truth + (truth < 0.5 ? error : -error) : truth;
            JudgedScore score = new JudgedScore("u" + user, "churn", canary ? 2 : 1, canary, 0, said);
            sums.add(new LabelledScore(score, random.nextDouble() < truth), all);
        }
        return CanaryVerdicts.byOutcome(OPTIONS, "churn", 2, all, 0);
    }
}
