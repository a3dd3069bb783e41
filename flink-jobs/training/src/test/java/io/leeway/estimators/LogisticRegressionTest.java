package io.leeway.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.evaluation.ChurnRule;
import io.leeway.evaluation.PurchaseHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {

    @Test
    void ofOneYesOrNoColumnItIsTheLogOdds() {
        // Of ten zeros three yes, of twenty ones sixteen.
        double[][] rows = new double[30][];
        boolean[] yes = new boolean[30];
        for (int row = 0; row < 30; row++) {
            rows[row] = new double[] {row < 10 ? 0 : 1};
            yes[row] = row < 3 || row >= 14;
        }
        LogisticRegression fitted = LogisticRegression.fit(rows, yes, 0);
        assertThat(fitted.probability(new double[] {0})).isCloseTo(0.3, within(1e-9));
        assertThat(fitted.probability(new double[] {1})).isCloseTo(0.8, within(1e-9));
        assertThat(fitted.weights()[0]).isCloseTo(Math.log(4) - Math.log(3.0 / 7), within(1e-8));
    }

    @Test
    void noStepFromWhereItEndsIsBetter() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] rows = new double[300][4];
        boolean[] yes = new boolean[300];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < 3; i++) {
                rows[row][i] = random.nextGaussian();
            }
            rows[row][3] = rows[row][0] + rows[row][1];
            yes[row] = random.nextDouble() < 1 / (1 + Math.exp(-rows[row][0] + 2 * rows[row][2]));
        }
        double[] weights = LogisticRegression.fit(rows, yes, 0.01).weights();
        double best = loss(rows, yes, weights);
        for (int i = 0; i < weights.length; i++) {
            for (double step : new double[] {-0.01, 0.01}) {
                double[] moved = weights.clone();
                moved[i] += step;
                assertThat(loss(rows, yes, moved)).isGreaterThan(best);
            }
        }
    }

    private static double loss(double[][] rows, boolean[] yes, double[] weights) {
        double loss = 0;
        for (int row = 0; row < rows.length; row++) {
            double p = new LogisticRegression(weights).probability(rows[row]);
            loss -= Math.log(yes[row] ? p : 1 - p) / rows.length;
        }
        for (int i = 0; i < 4; i++) {
            loss += 0.005 * weights[i] * weights[i];
        }
        return loss;
    }

    @Test
    void theRulesTellWhoIsLikelierGone() {
        List<PurchaseHistory> learn = new ArrayList<>();
        boolean[] away = new boolean[400];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < away.length; i++) {
            double days = 1 + random.nextInt(10);
            learn.add(new PurchaseHistory(days, 3 * days, 20 * days, random.nextInt(90), 7 * (days - 1)));
            away[i] = random.nextDouble() < 1.2 / days;
        }
        List<PurchaseHistory> asked =
                List.of(new PurchaseHistory(1, 3, 20, 80, 0), new PurchaseHistory(9, 27, 180, 3, 56));
        for (ChurnRule rule : List.of(
                ChurnRule.recency(),
                ChurnRule.frequency(),
                ChurnRule.purchases(),
                ChurnRule.rfmLogistic(),
                ChurnRule.betaGeometric(91))) {
            double[] scores = rule.scoring().score(learn, away, asked);
            assertThat(scores[0]).as(rule.name()).isGreaterThan(scores[1]);
            if (rule.givesProbabilities()) {
                assertThat(scores[0]).as(rule.name()).isLessThan(1);
                assertThat(scores[1]).as(rule.name()).isPositive();
            }
        }
    }
}
