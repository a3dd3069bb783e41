package io.leeway.experiments.winback;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.Treatment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SimulatedWinBackTest {

    /** A small shop: what a large one shows is in the evaluation's report. */
    @Test
    void theLearnedPolicyBeatsTheRulesWithinTheBudget() throws Exception {
        WinBackTrial trial = WinBackTrial.of(31, 2000);
        WinBackRules rules = new WinBackRules(trial);
        double oracle = total(rules, rules.oracle());
        double learned = total(rules, rules.learned());
        assertThat(learned).isGreaterThan(0.45 * oracle);
        assertThat(learned)
                .isGreaterThan(total(rules, rules.everybody(Treatment.COUPON_10)))
                .isGreaterThan(total(rules, rules.likeliestToLeave()))
                .isGreaterThan(total(rules, rules.atRandom()));
        assertThat(oracle).isBetween(0.95 * rules.bound(), rules.bound() + 1e-6);
        for (Treatment[] chosen : new Treatment[][] {rules.oracle(), rules.learned(), rules.atRandom()}) {
            assertThat(rules.mostSpent(chosen)).isLessThanOrEqualTo(trial.budget() + 1e-9);
        }
        assertThat(trial.offers()).allMatch(offer -> !offer.warning().control() || offer.treatment() == Treatment.NONE);
        assertThat(trial.offers()).anyMatch(offer -> offer.warning().control());
    }

    private static double total(WinBackRules rules, Treatment[] chosen) {
        return Arrays.stream(rules.gains(chosen)).sum();
    }
}
