package io.leeway.decisions.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceSensitivitiesTest {
    private static final long WEEK = 7 * 86_400_000L;

    /**
     * The likeliest elasticity is found by trying many, its error by the likelihood's curvature,
     * and categories are drawn together by the textbook's formulas.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theEstimatesAreThoseOfASlowReference(long seed) {
        List<PriceCell> cells = new ArrayList<>();
        Random random = new Random(seed);
        for (int category = 0; category < 6; category++) {
            cells.addAll(category("c" + category, 3 * random.nextDouble() - 2.5, 3 + random.nextInt(20), random));
        }
        Collections.shuffle(cells, random);

        Map<String, PriceSensitivity> found = PriceSensitivities.of(cells);

        double[] raw = new double[6];
        double[] curvature = new double[6];
        double chiSquared = 0;
        int degrees = 0;
        for (int i = 0; i < 6; i++) {
            String name = "c" + i;
            List<PriceCell> weeks =
                    cells.stream().filter(cell -> cell.category().equals(name)).toList();
            raw[i] = likeliest(weeks);
            double step = 1e-3;
            curvature[i] = -(likelihood(weeks, raw[i] + step)
                            - 2 * likelihood(weeks, raw[i])
                            + likelihood(weeks, raw[i] - step))
                    / (step * step);
            double all = weeks.stream().mapToDouble(PriceCell::purchases).sum();
            double elasticity = raw[i];
            double sum = weeks.stream()
                    .mapToDouble(week -> week.views() * Math.exp(elasticity * week.logLevel()))
                    .sum();
            for (PriceCell week : weeks) {
                double expected = all * week.views() * Math.exp(elasticity * week.logLevel()) / sum;
                chiSquared += (week.purchases() - expected) * (week.purchases() - expected) / expected;
            }
            degrees += weeks.size() - 2;
        }
        double dispersion = Math.max(1, chiSquared / degrees);
        double[] variances = IntStream.range(0, 6)
                .mapToDouble(i -> dispersion / curvature[i])
                .toArray();
        double between = derSimonianLaird(raw, variances);
        double weights = IntStream.range(0, 6)
                .mapToDouble(i -> 1 / (variances[i] + between))
                .sum();
        double mean = IntStream.range(0, 6)
                        .mapToDouble(i -> raw[i] / (variances[i] + between))
                        .sum()
                / weights;
        assertThat(between).isPositive();
        for (int i = 0; i < 6; i++) {
            PriceSensitivity one = found.get("c" + i);
            assertThat(one.raw()).isCloseTo(raw[i], within(1e-5));
            assertThat(one.standardError()).isCloseTo(Math.sqrt(variances[i]), within(1e-4));
            double precision = 1 / variances[i] + 1 / between;
            double expected = (raw[i] / variances[i] + mean / between) / precision;
            assertThat(one.elasticity()).isCloseTo(expected, within(1e-4));
            assertThat(one.elasticity()).isBetween(Math.min(raw[i], mean) - 1e-6, Math.max(raw[i], mean) + 1e-6);
            assertThat(one.low()).isLessThan(one.elasticity());
            assertThat(one.high()).isGreaterThan(one.elasticity());
            double untold = variances[i] / (variances[i] + between);
            assertThat(one.deviation()).isCloseTo(Math.sqrt(1 / precision + untold * untold / weights), within(1e-4));
        }
    }

    @Test
    void aCategoryWhosePriceNeverMovedIsSaidToBeLikeTheOthers() {
        Random random = new Random(9);
        List<PriceCell> cells = new ArrayList<>(category("a", -2, 12, random));
        cells.addAll(category("b", -1, 12, random));
        cells.add(new PriceCell("still", 0, 0, 100, 10));
        cells.add(new PriceCell("still", 1, 0, 90, 12));

        Map<String, PriceSensitivity> found = PriceSensitivities.of(cells);

        PriceSensitivity still = found.get("still");
        assertThat(still.raw()).isNaN();
        assertThat(still.standardError()).isInfinite();
        assertThat(still.elasticity())
                .isBetween(found.get("a").elasticity(), found.get("b").elasticity());
        assertThat(still.deviation()).isGreaterThan(found.get("a").deviation());
    }

    /** In a dear week shoppers look at cheap things; and demand follows views, not only prices. */
    @Test
    void neitherADearAssortmentNorASeasonIsTakenForAPrice() {
        double[] levels = {1, 0.8, 1, 0.7, 1.1, 0.9, 1, 0.8};
        PricePanel.Builder panel = new PricePanel.Builder();
        int number = 0;
        for (int week = 0; week < levels.length; week++) {
            // More is looked at, and bought, when it is dear.
            int season = (int) (400 * levels[week] * levels[week]);
            for (int view = 0; view < season; view++) {
                boolean cheap = view % 10 < (levels[week] > 0.95 ? 8 : 2);
                double price = (cheap ? 10 : 80) * levels[week];
                panel.add(event(++number, EventType.VIEW, week, cheap ? "cheap" : "dear", price));
                panel.add(event(++number, EventType.CART, week, "cheap", 1));
                // One in four at the usual price, by elasticity -1.5.
                double bought = 0.25 * Math.pow(levels[week], -1.5);
                if ((int) ((view + 1) * bought) > (int) (view * bought)) {
                    panel.add(event(++number, EventType.PURCHASE, week, cheap ? "cheap" : "dear", price));
                }
            }
        }
        List<PriceCell> cells = panel.build().cells();

        for (PriceCell one : cells) {
            for (PriceCell other : cells) {
                assertThat(one.logLevel() - other.logLevel())
                        .isCloseTo(Math.log(levels[(int) one.week()] / levels[(int) other.week()]), within(1e-6));
            }
        }
        assertThat(PriceSensitivities.of(cells).get("c").raw()).isCloseTo(-1.5, within(0.05));
        // What was sold says something else.
        assertThat(PriceRules.salesOverPrice(cells).get("c")).isGreaterThan(0);
    }

    @Test
    void aShopperCountsAsOftenAsTheirWeightSays() {
        PricePanel.Builder builder = new PricePanel.Builder();
        PricePanel.Builder twice = new PricePanel.Builder();
        Random random = new Random(4);
        for (int i = 0; i < 400; i++) {
            EventType type = random.nextInt(4) == 0 ? EventType.PURCHASE : EventType.VIEW;
            int user = random.nextInt(5);
            ShopperEvent event = new ShopperEvent(
                    "e" + i,
                    type,
                    "u" + user,
                    "i" + random.nextInt(3),
                    "c" + random.nextInt(2),
                    5 + random.nextInt(9),
                    "EUR",
                    1,
                    0,
                    null,
                    null,
                    random.nextInt(6) * WEEK);
            builder.add(event);
            for (int copy = 0; copy < user; copy++) {
                twice.add(event);
            }
        }
        PricePanel panel = builder.build();
        int[] weights = panel.users().stream()
                .mapToInt(user -> Integer.parseInt(user.substring(1)))
                .toArray();
        int[] later = new int[weights.length + 3];
        System.arraycopy(weights, 0, later, 3, weights.length);

        List<PriceCell> weighted = panel.cells(later, 3);

        for (PriceCell cell : twice.build().cells()) {
            assertThat(weighted)
                    .filteredOn(other -> other.category().equals(cell.category()) && other.week() == cell.week())
                    .singleElement()
                    .satisfies(other -> {
                        assertThat(other.views()).isEqualTo(cell.views());
                        assertThat(other.purchases()).isEqualTo(cell.purchases());
                    });
        }
    }

    private static ShopperEvent event(int number, EventType type, int week, String item, double price) {
        return new ShopperEvent(
                "e" + number, type, "u" + number % 7, item, "c", price, "EUR", 1, 0, null, null, week * WEEK + 1000);
    }

    private static List<PriceCell> category(String name, double elasticity, int weeks, Random random) {
        List<PriceCell> cells = new ArrayList<>();
        for (int week = 0; week < weeks; week++) {
            double level = Math.log(0.7 + 0.1 * (week % 5));
            double views = 200 + random.nextInt(400);
            double bought = views * 0.2 * Math.exp(elasticity * level) * (0.8 + 0.4 * random.nextDouble());
            cells.add(new PriceCell(name, week, level, views, Math.round(bought)));
        }
        return cells;
    }

    private static double likeliest(List<PriceCell> weeks) {
        double best = 0;
        for (double step = 1; step > 1e-7; step /= 10) {
            double from = best;
            for (int i = -60; i <= 60; i++) {
                if (likelihood(weeks, from + i * step / 6) > likelihood(weeks, best)) {
                    best = from + i * step / 6;
                }
            }
        }
        return best;
    }

    /** Of Poisson counts, with the usual demand as it is likeliest. */
    private static double likelihood(List<PriceCell> weeks, double elasticity) {
        double purchases = 0;
        double expected = 0;
        for (PriceCell week : weeks) {
            purchases += week.purchases();
            expected += week.views() * Math.exp(elasticity * week.logLevel());
        }
        double usual = purchases / expected;
        double sum = 0;
        for (PriceCell week : weeks) {
            double mean = usual * week.views() * Math.exp(elasticity * week.logLevel());
            sum += week.purchases() * Math.log(mean) - mean;
        }
        return sum;
    }

    private static double derSimonianLaird(double[] raw, double[] variances) {
        double weights = 0;
        double squares = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < raw.length; i++) {
            double weight = 1 / variances[i];
            weights += weight;
            squares += weight * weight;
            first += weight * raw[i];
            second += weight * raw[i] * raw[i];
        }
        double apart = second - first * first / weights;
        return Math.max(0, (apart - (raw.length - 1)) / (weights - squares / weights));
    }
}
