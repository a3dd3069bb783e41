package io.leeway.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The closed forms beside sums over a grid of rates and chances to leave, and beside shoppers who
 * behave as the model says.
 */
class BetaGeometricTest {

    private static final BetaGeometric MODEL = new BetaGeometric(1.3, 40, 2.1, 3.2);
    private static final int GRID = 500;

    @ParameterizedTest
    @CsvSource({"1, 0, 30", "1, 0, 200", "2, 25, 60", "5, 120, 3", "5, 30, 150"})
    void likelihoodAndProbabilityAreThoseOfAGridOverRatesAndChances(double days, double span, double since) {
        PurchaseHistory shopper = new PurchaseHistory(days, days, 10, since, span);
        double x = days - 1;
        double likelihood = 0;
        double buys = 0;
        GammaDistribution rates = new GammaDistribution(null, 1.3, 1 / 40.0);
        BetaDistribution chances = new BetaDistribution(null, 2.1, 3.2);
        for (int i = 0; i < GRID; i++) {
            // Middles of slices of equal probability.
            double rate = rates.inverseCumulativeProbability((i + 0.5) / GRID);
            double purchases = Math.pow(rate, x);
            double here = purchases * Math.exp(-rate * (span + since));
            double gone = purchases * Math.exp(-rate * span);
            for (int j = 0; j < GRID; j++) {
                double chance = CHANCES[j];
                double stays = Math.pow(1 - chance, x) * here;
                double left = x > 0 ? chance * Math.pow(1 - chance, x - 1) * gone : 0;
                likelihood += (stays + left) / GRID / GRID;
                buys += stays * (1 - Math.exp(-rate * 91)) / GRID / GRID;
            }
        }
        assertThat(chances.getAlpha()).isEqualTo(2.1);
        assertThat(Math.exp(MODEL.logLikelihood(shopper))).isCloseTo(likelihood, within(0.01 * likelihood));
        assertThat(MODEL.buysWithin(shopper, 91)).isCloseTo(buys / likelihood, within(0.005));
    }

    private static final double[] CHANCES = new double[GRID];

    static {
        BetaDistribution chances = new BetaDistribution(null, 2.1, 3.2);
        for (int j = 0; j < GRID; j++) {
            CHANCES[j] = chances.inverseCumulativeProbability((j + 0.5) / GRID);
        }
    }

    @Test
    void whoBoughtOnceAndLongAgoIsAliveButHardlyBuys() {
        double lately = MODEL.buysWithin(new PurchaseHistory(1, 1, 1, 5, 0), 91);
        double longAgo = MODEL.buysWithin(new PurchaseHistory(1, 1, 1, 300, 0), 91);
        assertThat(lately).isGreaterThan(longAgo + 0.2);
        assertThat(MODEL.buysWithin(new PurchaseHistory(3, 3, 1, 10, 60), 0)).isZero();
    }

    @Test
    void parametersAndProbabilitiesAreFoundAgain() {
        List<PurchaseHistory> shoppers = new ArrayList<>();
        double came = 0;
        double predicted = 0;
        RandomGenerator random = new Well19937c(4);
        GammaDistribution rates = new GammaDistribution(random, 1.3, 1 / 40.0);
        BetaDistribution chances = new BetaDistribution(random, 2.1, 3.2);
        for (int i = 0; i < 5_000; i++) {
            double rate = rates.sample();
            double chance = chances.sample();
            double end = 100 + random.nextInt(200);
            double last = 0;
            int repeats = 0;
            boolean buysLater = false;
            double next = -Math.log(1 - random.nextDouble()) / rate;
            while (next < end + 91) {
                if (next > end) {
                    buysLater = true;
                    break;
                }
                last = next;
                repeats++;
                if (random.nextDouble() < chance) {
                    break;
                }
                next += -Math.log(1 - random.nextDouble()) / rate;
            }
            came += buysLater ? 1 : 0;
            shoppers.add(new PurchaseHistory(repeats + 1, 1, 1, end - last, last));
        }
        BetaGeometric fitted = BetaGeometric.fit(shoppers);
        for (PurchaseHistory shopper : shoppers) {
            predicted += fitted.buysWithin(shopper, 91);
        }
        assertThat(fitted.r()).isCloseTo(1.3, within(0.2));
        assertThat(fitted.alpha()).isCloseTo(40, within(6.0));
        assertThat(fitted.a() / (fitted.a() + fitted.b()))
                .as("mean chance to leave")
                .isCloseTo(2.1 / 5.3, within(0.04));
        assertThat(predicted / shoppers.size()).isCloseTo(came / shoppers.size(), within(0.01));
    }
}
