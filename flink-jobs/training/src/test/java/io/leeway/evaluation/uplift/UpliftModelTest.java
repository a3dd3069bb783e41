package io.leeway.evaluation.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.evaluation.Comparison.Estimate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;

/**
 * Made-up shoppers whose true effects are known: who is treated depends on what also moves the
 * outcome, so that plain means are wrong.
 */
class UpliftModelTest {

    private static final int LEVELS = 3;

    /** The mean over standard normal columns of {@link #effect}. */
    private static final double[] AVERAGE = {0, 0.4, -0.2};

    /** Nothing is expected of anybody. */
    private static final UpliftLearner NOTHING = logged -> features -> new double[LEVELS];

    @Test
    void findsTheOrderOfEffectsAndTheirAverage() throws Exception {
        LoggedTreatments logged = logged(4000, 1, false);
        TreatmentOutcomes model = UpliftModel.learner(0.1, 1).fit(logged);

        double[][] asked = logged(2000, 2, false).features();
        for (int level = 1; level < LEVELS; level++) {
            assertThat(order(model, asked, level)).as("level %d", level).isGreaterThan(.95);
        }
    }

    @Test
    void everyLearnerFindsTheOrderOfOutcomesThatAreYesOrNo() {
        LoggedTreatments logged = logged(20_000, 3, true);
        double[][] asked = logged(2000, 4, true).features();
        Map<String, UpliftLearner> learners = new LinkedHashMap<>();
        learners.put("separate", UpliftLearner.separate(1e-3));
        learners.put("crossed", UpliftLearner.crossed(1e-2));
        learners.put("shared", UpliftLearner.shared(1e-3, 1e-3));
        learners.put("doubly robust", UpliftModel.learner(1e-2, 5));
        learners.forEach((name, learner) ->
                assertThat(order(learner.fit(logged), asked, 1)).as(name).isGreaterThan(.9));
    }

    @Test
    void theIntervalCoversTheTruthInAboutNineteenOfTwentySeeds() {
        int seeds = 300;
        int[] covered = new int[LEVELS];
        double[] plain = new double[seeds];
        for (int seed = 0; seed < seeds; seed++) {
            LoggedTreatments logged = logged(500, 100 + seed, false);
            DoublyRobust robust = DoublyRobust.of(logged, UpliftLearner.separate(1e-3), 2, seed);
            for (int level = 1; level < LEVELS; level++) {
                Estimate estimate = robust.averageEffect(level, 0);
                covered[level] += estimate.low() <= AVERAGE[level] && AVERAGE[level] <= estimate.high() ? 1 : 0;
            }
            plain[seed] = plainEffect(logged) - AVERAGE[1];
        }
        // Of 300 draws at .95 the spread is .0126.
        for (int level = 1; level < LEVELS; level++) {
            assertThat(covered[level] / (double) seeds).as("level %d", level).isBetween(.91, .99);
        }
        assertThat(Arrays.stream(plain).average().orElseThrow())
                .as("plain means are misled")
                .isGreaterThan(.2);
    }

    @Test
    void oneOfItsTwoHalvesMayBeWrong() {
        assertThat(meanError(NOTHING, false)).as("wrong regressions").isCloseTo(0, within(.03));
        assertThat(meanError(UpliftLearner.separate(1e-3), true))
                .as("wrong propensities")
                .isCloseTo(0, within(.03));
        assertThat(meanError(NOTHING, true)).as("both wrong").isGreaterThan(.2);
    }

    @Test
    void aPolicyIsWorthWhatItWouldHaveBrought() {
        LoggedTreatments logged = logged(20_000, 7, false);
        int[] choices = new int[logged.rows()];
        double truth = 0;
        for (int row = 0; row < choices.length; row++) {
            double[] features = logged.features()[row];
            choices[row] = IntStream.range(0, LEVELS)
                    .reduce((one, other) -> effect(features, other) > effect(features, one) ? other : one)
                    .orElseThrow();
            truth += (base(features) + effect(features, choices[row])) / choices.length;
        }
        double[][] scores =
                DoublyRobust.of(logged, UpliftLearner.separate(1e-3), 2, 8).scores();
        double[] chosen = new double[choices.length];
        Arrays.setAll(chosen, row -> scores[choices[row]][row]);
        Estimate value = DoublyRobust.mean(chosen);
        assertThat(value.low()).isLessThan(truth);
        assertThat(value.high()).isGreaterThan(truth);
        assertThat(value.high() - value.low()).isLessThan(.12);
    }

    @Test
    void aPropensityOfNothingIsRefused() {
        assertThatThrownBy(() -> new LoggedTreatments(new double[1][1], new int[1], new double[1], new double[1], 2))
                .hasMessage("Expected propensities in (0, 1], found 0.0 in row 0");
    }

    private static double meanError(UpliftLearner regressions, boolean wrongPropensities) {
        int seeds = 60;
        double sum = 0;
        for (int seed = 0; seed < seeds; seed++) {
            LoggedTreatments logged = logged(1000, 1000 + seed, false);
            double[] propensities = logged.propensities().clone();
            if (wrongPropensities) {
                Arrays.fill(propensities, 1.0 / LEVELS);
            }
            LoggedTreatments logged2 = new LoggedTreatments(
                    logged.features(), logged.treatments(), logged.outcomes(), propensities, LEVELS);
            sum += DoublyRobust.of(logged2, regressions, 2, seed)
                            .averageEffect(1, 0)
                            .value()
                    - AVERAGE[1];
        }
        return sum / seeds;
    }

    private static double order(TreatmentOutcomes model, double[][] rows, int level) {
        return new SpearmansCorrelation()
                .correlation(
                        Arrays.stream(rows)
                                .mapToDouble(row -> model.uplift(row, level))
                                .toArray(),
                        Arrays.stream(rows)
                                .mapToDouble(row -> effect(row, level))
                                .toArray());
    }

    private static double plainEffect(LoggedTreatments logged) {
        return Arrays.stream(logged.given(1).outcomes()).average().orElseThrow()
                - Arrays.stream(logged.given(0).outcomes()).average().orElseThrow();
    }

    private static double base(double[] row) {
        return row[0] + 0.5 * row[1];
    }

    private static double effect(double[] row, int level) {
        return level == 0 ? 0 : level == 1 ? 0.4 + 0.6 * row[2] + 0.3 * row[0] : -0.2 + 0.8 * row[1];
    }

    /** Who is likely to come is treated more often. */
    private static LoggedTreatments logged(int rows, long seed, boolean yesOrNo) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] features = new double[rows][4];
        int[] treatments = new int[rows];
        double[] outcomes = new double[rows];
        double[] propensities = new double[rows];
        for (int row = 0; row < rows; row++) {
            Arrays.setAll(features[row], column -> random.nextGaussian());
            double first = 0.15 + 0.5 / (1 + Math.exp(-1.5 * features[row][0]));
            double[] chances = {(1 - first) / 2, first, (1 - first) / 2};
            double dice = random.nextDouble();
            int level = dice < chances[0] ? 0 : dice < chances[0] + chances[1] ? 1 : 2;
            treatments[row] = level;
            propensities[row] = chances[level];
            double expected = base(features[row]) + effect(features[row], level);
            outcomes[row] =
                    yesOrNo ? random.nextDouble() < 0.5 + expected / 12 ? 1 : 0 : expected + random.nextGaussian();
        }
        return new LoggedTreatments(features, treatments, outcomes, propensities, LEVELS);
    }
}
