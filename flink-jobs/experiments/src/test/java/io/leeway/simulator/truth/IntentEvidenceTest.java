package io.leeway.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.shopper.TimeMillis;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopperDiary;
import io.leeway.simulator.shoppers.ShopperTraits;
import java.time.Instant;
import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntentEvidenceTest {
    private static final long WEDNESDAY = Instant.parse("2026-02-11T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;

    private static final ShopperTraits TRAITS = new ShopperTraits(
            new ShopperTraits.Stay(
                    WEDNESDAY - 50 * TimeMillis.DAY, WEDNESDAY + 10 * TimeMillis.DAY, 20 * TimeMillis.DAY, List.of()),
            new ShopperTraits.Habits(9, 10, 1.5, 2.5, 18, 1.2, new double[] {1, 1, 1, 1}),
            new ShopperTraits.Reactions(4, 0.3, 0.1, 0.1, 0.1));

    /** The log-likelihood of a day by the distributions of a book. */
    private static double logLikelihood(boolean intent, double seen, List<ShopperDiary.Looked> visits, int finished) {
        double leaving = 0.5;
        double yearly = 1 + 0.12 * Math.cos(2 * Math.PI * (42 - 335) / 365.0);
        double mean = 1.5 * yearly * (intent ? 1.4 : 0.8) * (1 - 0.65 * leaving) * seen;
        double sum = new PoissonDistribution(mean).logProbability(visits.size());
        PoissonDistribution more = new PoissonDistribution((1.5 + (intent ? 0.6 : 0)) * (1 - 0.6 * leaving));
        for (ShopperDiary.Looked visit : visits.subList(0, finished)) {
            sum += more.logProbability(visit.views() - 1);
            sum += new BinomialDistribution(visit.views(), intent ? 0.22 : 0.08).logProbability(visit.carts());
            sum += new BinomialDistribution(visit.views(), intent ? 0.1 : 0.05).logProbability(visit.favourites());
        }
        return sum;
    }

    private static ShopperDiary.Looked visit(double hour, double hours, int views, int carts, int favourites) {
        long start = WEDNESDAY + (long) (hour * HOUR);
        return new ShopperDiary.Looked(start, start + (long) (hours * HOUR), views, carts, favourites);
    }

    @Test
    void itIsTheLikelihoodOfTheDay() {
        List<ShopperDiary.Looked> three =
                List.of(visit(9, 0.1, 3, 1, 0), visit(12, 0.1, 1, 0, 1), visit(20, 0.3, 6, 2, 2));
        for (List<ShopperDiary.Looked> visits : List.of(List.<ShopperDiary.Looked>of(), three.subList(0, 1), three)) {
            assertThat(IntentEvidence.of(TRAITS, WEDNESDAY, 1, visits, WEDNESDAY + TimeMillis.DAY))
                    .isCloseTo(
                            logLikelihood(true, 1, visits, visits.size())
                                    - logLikelihood(false, 1, visits, visits.size()),
                            Offset.offset(1e-9));
        }
    }

    @Test
    void ofADayThatIsNotOverItIsTheLikelihoodOfWhatHasBeenSeen() {
        List<ShopperDiary.Looked> visits = List.of(visit(9, 0.1, 3, 1, 0), visit(12, 0.5, 5, 4, 1));

        // The second visit continues: how long it will be is not known.
        assertThat(IntentEvidence.of(TRAITS, WEDNESDAY, 0.3, visits, WEDNESDAY + 12 * HOUR + 60_000))
                .isCloseTo(
                        logLikelihood(true, 0.3, visits, 1) - logLikelihood(false, 0.3, visits, 1),
                        Offset.offset(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {-20, 9})
    void whoLooksAroundMoreBuysSooner(int hour) {
        long bought = WEDNESDAY - 6 * TimeMillis.DAY + 18 * HOUR;
        ShopperDiary idle = new ShopperDiary();
        ShopperDiary keen = new ShopperDiary();
        idle.bought(bought, bought);
        keen.bought(bought, bought);
        keen.looked(WEDNESDAY + hour * HOUR, WEDNESDAY + (hour + 1) * HOUR, 6, 3, 2);
        long at = WEDNESDAY + 11 * HOUR;

        double idleStays =
                new PurchaseOutlook(TRAITS, idle, 4000).staysAway(at, 3 * TimeMillis.DAY, new SeededRandom(1));
        double keenStays =
                new PurchaseOutlook(TRAITS, keen, 4000).staysAway(at, 3 * TimeMillis.DAY, new SeededRandom(1));

        assertThat(keenStays).isLessThan(idleStays - 0.01);
    }
}
