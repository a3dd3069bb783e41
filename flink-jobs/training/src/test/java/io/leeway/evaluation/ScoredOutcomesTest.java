package io.leeway.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each figure beside a slow reading of its definition, weights as so many copies of a row. */
class ScoredOutcomesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void figuresWithWeightsAreThoseOfCopiedRows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 40;
        double[] scores = new double[n];
        boolean[] yes = new boolean[n];
        int[] weights = new int[n];
        List<Double> copies = new ArrayList<>();
        List<Boolean> answers = new ArrayList<>();
        for (int row = 0; row < n; row++) {
            scores[row] = random.nextInt(13) / 13.0;
            yes[row] = row == 0 || random.nextDouble() < scores[row];
            weights[row] = row < 2 ? 1 : random.nextInt(4);
            for (int copy = 0; copy < weights[row]; copy++) {
                copies.add(scores[row]);
                answers.add(yes[row]);
            }
        }
        Map<String, Double> figures = figures(new ScoredOutcomes(scores, yes, true, OptionalDouble.of(0.5)), weights);

        double positives = answers.stream().filter(one -> one).count();
        double precisions = 0;
        double logs = 0;
        double squares = 0;
        double found = 0;
        double called = 0;
        double right = 0;
        for (int i = 0; i < copies.size(); i++) {
            double p = copies.get(i);
            boolean is = answers.get(i);
            if (is) {
                double from = p;
                double above = copies.stream().filter(other -> other >= from).count();
                double hits = 0;
                for (int j = 0; j < copies.size(); j++) {
                    hits += copies.get(j) >= from && answers.get(j) ? 1 : 0;
                }
                precisions += hits / above;
            }
            logs -= Math.log(Math.max(1e-7, is ? p : 1 - p));
            squares += Math.pow(p - (is ? 1 : 0), 2);
            called += p >= 0.5 ? 1 : 0;
            found += p >= 0.5 && is ? 1 : 0;
            right += p >= 0.5 == is ? 1 : 0;
        }
        assertThat(figures.get("pr-auc")).isCloseTo(precisions / positives, within(1e-12));
        assertThat(figures.get("log-loss")).isCloseTo(logs / copies.size(), within(1e-6));
        assertThat(figures.get("brier")).isCloseTo(squares / copies.size(), within(1e-12));
        assertThat(figures.get("accuracy")).isCloseTo(right / copies.size(), within(1e-12));
        assertThat(figures.get("precision")).isCloseTo(found / called, within(1e-12));
        assertThat(figures.get("recall")).isCloseTo(found / positives, within(1e-12));
        assertThat(figures.get("f1")).isCloseTo(2 * found / (called + positives), within(1e-12));
        assertThat(figures.get("ece")).isCloseTo(calibrationError(copies, answers), within(1e-12));
    }

    private static double calibrationError(List<Double> probabilities, List<Boolean> answers) {
        double error = 0;
        for (int bin = 0; bin < 10; bin++) {
            double rows = 0;
            double gap = 0;
            for (int i = 0; i < probabilities.size(); i++) {
                if (probabilities.get(i) >= bin / 10.0 && probabilities.get(i) < (bin + 1) / 10.0) {
                    rows++;
                    gap += probabilities.get(i) - (answers.get(i) ? 1 : 0);
                }
            }
            error += rows == 0 ? 0 : Math.abs(gap);
        }
        return error / probabilities.size();
    }

    @Test
    void liftTakesAsMuchOfATieAsFits() {
        double[] scores = {9, 5, 5, 5, 1, 1, 1, 1, 1, 1};
        boolean[] yes = {true, true, false, false, true, false, false, false, false, false};
        // Of ten rows three tenths: the 9 and two of the three 5s, of which two thirds of a yes; 3
        // of 10 say yes.
        assertThat(Metrics.lift(Metrics.byScore(scores), scores, yes, Metrics.ones(10), 0.3))
                .isCloseTo((1 + 2.0 / 3) / 3 / 0.3, within(1e-12));
        assertThat(figures(new ScoredOutcomes(scores, yes, false, OptionalDouble.empty()), Metrics.ones(10)))
                .containsOnlyKeys("auc", "pr-auc", "lift@10")
                .containsEntry("lift@10", 1 / 0.3);
    }

    @Test
    void theThresholdHasTheBestBalance() {
        double[] scores = {0.9, 0.8, 0.8, 0.4, 0.3, 0.2};
        boolean[] yes = {true, true, false, true, false, false};
        // F1 from 0.9: 2/4, from 0.8: 4/6, from 0.4: 6/7, from 0.3: 6/8.
        assertThat(new ScoredOutcomes(scores, yes, true, OptionalDouble.empty()).bestThreshold())
                .isEqualTo(0.4);
    }

    @Test
    void aRightModelShowsTheFloorAndAWrongOneMore() {
        SplittableRandom random = new SplittableRandom(2);
        double[] right = new double[3000];
        double[] wrong = new double[right.length];
        boolean[] yes = new boolean[right.length];
        for (int row = 0; row < yes.length; row++) {
            right[row] = random.nextDouble();
            wrong[row] = 0.1 + 0.8 * right[row];
            yes[row] = random.nextDouble() < right[row];
        }
        double floor = Reliability.floor(right, 5);
        int[] ones = Metrics.ones(yes.length);
        // A bin of 300 rows is off by √(2 p (1 − p) / 300π) in the mean; over p evenly that is
        // .018.
        assertThat(floor).isCloseTo(0.018, within(0.001));
        assertThat(Reliability.of(right, yes, ones, 10).expectedError()).isBetween(0.5 * floor, 1.8 * floor);
        assertThat(Reliability.of(wrong, yes, ones, 10).expectedError()).isGreaterThan(0.04);
    }

    @Test
    void curvesRunFromNothingToAll() {
        double[] scores = {3, 2, 2, 1};
        boolean[] yes = {true, true, false, false};
        ScoredOutcomes outcomes = new ScoredOutcomes(scores, yes, false, OptionalDouble.empty());
        assertThat(outcomes.roc())
                .containsExactly(
                        new double[] {0, 0}, new double[] {0, 0.5}, new double[] {0.5, 1}, new double[] {1, 1});
        assertThat(outcomes.precisionRecall())
                .containsExactly(new double[] {0.5, 1}, new double[] {1, 2.0 / 3}, new double[] {1, 0.5});
    }

    private static Map<String, Double> figures(ScoredOutcomes outcomes, int[] weights) {
        return outcomes.contestant("any").figures().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), entry -> entry.getValue()
                        .applyAsDouble(weights)));
    }
}
