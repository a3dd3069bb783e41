package io.leeway.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopCatalogue;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.shoppers.ShopperDiary;
import io.leeway.simulator.shoppers.ShopperTraits;
import io.leeway.simulator.shoppers.SimulatedShopper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One row a shopper: at an instant drawn blindly, or at the end of the first visit after it, so
 * that the choice knows nothing of the future.
 */
class BayesChurnTest {
    private static final long DAY = TimeMillis.DAY;
    private static final Duration HORIZON = Duration.ofDays(14);
    private static final ShopSettings SETTINGS = ShopSettings.from(Instant.parse("2026-01-05T00:00:00Z"))
            .withShoppers(3000)
            .withSeed(21);
    private static final long START = SETTINGS.historyStart().toEpochMilli();

    private record Row(double predicted, boolean away, Map<String, Double> known) {}

    private static final List<Row> ROWS = new ArrayList<>();

    @BeforeAll
    static void ask() {
        BayesChurn bayes = new BayesChurn(SETTINGS, HORIZON);
        ShopCatalogue catalogue = new ShopCatalogue(SETTINGS.seed());
        SeededRandom dice = new SeededRandom(1);
        for (int shopper = 0; shopper < SETTINGS.shoppers(); shopper++) {
            ShopperDiary diary = new ShopperDiary();
            SimulatedShopper life = new SimulatedShopper(SETTINGS, catalogue, shopper, diary);
            List<ShopperEvent> unwanted = new ArrayList<>();
            for (int day = 0; day < SETTINGS.historyDays(); day++) {
                life.day(START + day * DAY, unwanted);
            }
            long at = START + (long) (dice.between(40.0, 75.0) * DAY);
            if (dice.chance(0.5)) {
                long drawn = at;
                at = diary.looked().stream()
                        .filter(visit -> visit.startMillis() >= drawn)
                        .mapToLong(ShopperDiary.Looked::endMillis)
                        .min()
                        .orElse(drawn);
            }
            if (at > life.traits().stay().joinedMillis() && at < START + 76 * DAY) {
                ROWS.add(row(life.traits(), diary, at, bayes.of(shopper, new long[] {at})[0]));
            }
        }
    }

    private static Row row(ShopperTraits traits, ShopperDiary diary, long at, double predicted) {
        List<Long> bought = diary.bought().stream()
                .map(ShopperDiary.Bought::atMillis)
                .filter(time -> time < traits.stay().leavesMillis())
                .toList();
        long last =
                bought.stream().filter(time -> time <= at).reduce(traits.stay().joinedMillis(), (a, b) -> b);
        double recency = (at - last) / (double) DAY;
        Map<String, Double> known = new LinkedHashMap<>();
        known.put("recency", recency);
        known.put("rarity", -(double) bought.stream().filter(time -> time <= at).count());
        known.put("recency in cycles", recency / traits.habits().cycleDays());
        known.put("cycle", traits.habits().cycleDays());
        known.put("regularity", traits.habits().regularity());
        known.put("leaving", traits.leaving(at));
        known.put("pausing", traits.afterPause(at) == at ? 0 : 1.0);
        known.put("age", (at - traits.stay().joinedMillis()) / (double) DAY);
        known.put("hour", (double) Math.floorMod(at, DAY));
        known.put("few visits", -(double) diary.looked().stream()
                .filter(visit -> visit.startMillis() <= at && visit.startMillis() > at - 3 * DAY)
                .count());
        known.put("few carts", -(double) diary.looked().stream()
                .filter(visit -> visit.endMillis() <= at && visit.startMillis() > at - 5 * DAY)
                .mapToInt(ShopperDiary.Looked::carts)
                .sum());
        boolean away = bought.stream().noneMatch(time -> time > at && time <= at + HORIZON.toMillis());
        return new Row(predicted, away, known);
    }

    /** How many standard deviations more stayed away than was predicted. */
    private static double surplus(List<Row> rows) {
        double sum = 0;
        double variance = 1e-9;
        for (Row row : rows) {
            sum += (row.away() ? 1 : 0) - row.predicted();
            variance += row.predicted() * (1 - row.predicted());
        }
        return sum / Math.sqrt(variance);
    }

    private static List<Row> sorted(ToDoubleFunction<Row> by) {
        return ROWS.stream().sorted(Comparator.comparingDouble(by)).toList();
    }

    @Test
    void whatIsForetoldHappensAsOften() {
        assertThat(ROWS).hasSizeGreaterThan(2000);
        assertThat(Math.abs(surplus(ROWS))).isLessThan(3.5);
        List<Row> byChance = sorted(Row::predicted);
        SeededRandom dice = new SeededRandom(9);
        double floor = 0;
        for (int draw = 0; draw < 50; draw++) {
            floor += error(byChance, row -> dice.chance(row.predicted()) ? 1 : 0) / 50;
        }

        assertThat(error(byChance, row -> row.away() ? 1 : 0)).isLessThan(floor * 1.8 + 0.002);
    }

    /** Expected calibration error over ten bins of as many rows. */
    private static double error(List<Row> sorted, ToDoubleFunction<Row> outcome) {
        double error = 0;
        for (int bin = 0; bin < 10; bin++) {
            double off = 0;
            for (Row row : sorted.subList(sorted.size() * bin / 10, sorted.size() * (bin + 1) / 10)) {
                off += outcome.applyAsDouble(row) - row.predicted();
            }
            error += Math.abs(off) / sorted.size();
        }
        return error;
    }

    @Test
    void nothingThatIsKnownSaysWhereItErrs() {
        for (String name : ROWS.get(0).known().keySet()) {
            List<Row> sorted = sorted(row -> row.known().get(name));
            for (int part = 0; part < 4; part++) {
                List<Row> quarter = sorted.subList(sorted.size() * part / 4, sorted.size() * (part + 1) / 4);
                assertThat(Math.abs(surplus(quarter)))
                        .as(name + ", quarter " + part)
                        .isLessThan(4);
            }
        }
    }

    @Test
    void noRuleRanksBetterNorDoesAModelThatIsToldAllOfIt() {
        double bayes = auc(ROWS, Row::predicted);
        for (String name : ROWS.get(0).known().keySet()) {
            assertThat(auc(ROWS, row -> row.known().get(name))).as(name).isLessThan(bayes - 0.05);
        }
        List<Row> learn = ROWS.subList(0, ROWS.size() / 2);
        List<Row> test = ROWS.subList(ROWS.size() / 2, ROWS.size());
        LogisticOffset model = LogisticOffset.fit(
                learn.stream().map(BayesChurnTest::knownOf).toArray(double[][]::new),
                learn.stream().mapToDouble(row -> logit(row.predicted())).toArray(),
                learn.stream().mapToDouble(row -> row.away() ? 1 : 0).toArray());

        assertThat(bayes).isGreaterThan(0.93);
        assertThat(auc(test, row -> logit(row.predicted()) + model.addend(knownOf(row))))
                .isLessThan(auc(test, Row::predicted) + 0.002);
    }

    private static double[] knownOf(Row row) {
        return row.known().values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double logit(double p) {
        double held = Math.min(1 - 1e-6, Math.max(1e-6, p));
        return Math.log(held / (1 - held));
    }

    private static double auc(List<Row> rows, ToDoubleFunction<Row> score) {
        TruthRanking ranking = new TruthRanking();
        rows.forEach(row -> ranking.add(score.applyAsDouble(row), row.away()));
        return ranking.auc();
    }

    @Test
    void itIsAFunctionOfShopShopperAndInstant() {
        BayesChurn bayes = new BayesChurn(SETTINGS, HORIZON);
        int shopper = 5;
        long joined = new ShopTruth(SETTINGS, new ShopCatalogue(SETTINGS.seed()), shopper)
                .joins()
                .toEpochMilli();
        long early = joined + 3 * DAY;
        long late = joined + 9 * DAY;

        double[] both = bayes.of(shopper, new long[] {late, early});

        assertThat(new BayesChurn(SETTINGS, HORIZON).of(shopper, new long[] {early}))
                .containsExactly(both[1]);
        assertThat(bayes.of(shopper, new long[] {early, late})).containsExactly(both[1], both[0]);
        assertThat(both[0]).isNotEqualTo(both[1]);
    }

    @Test
    void askedTooEarlyOrTooShortItRefuses() {
        assertThatThrownBy(() -> new BayesChurn(SETTINGS, Duration.ofHours(5))).hasMessageContaining("a day or more");
        assertThatThrownBy(() -> new BayesChurn(SETTINGS, HORIZON).of(0, new long[] {START - 1}))
                .hasMessageContaining("has joined");
    }
}
