package io.leeway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.shopper.TimeMillis;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopperTraits;
import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies ahead is drawn as chance would have it given what has begun. */
class ShopperTraitsTest {
    private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
    private static final int DRAWS = 30_000;

    private static ShopperTraits stays(List<long[]> pauses) {
        return new ShopperTraits(
                new ShopperTraits.Stay(START, Long.MAX_VALUE, 20 * TimeMillis.DAY, pauses),
                new ShopperTraits.Habits(9, 10, 0.3, 2.5, 18, 1.2, new double[] {1, 1, 1, 1}),
                new ShopperTraits.Reactions(4, 0.3, 0.1, 0.1, 0.1));
    }

    /** Before and after the age from which the exponential alone decides. */
    @ParameterizedTest
    @ValueSource(ints = {2, 15, 57, 60, 130})
    void leavingIsAsLikelyAsAmongAllWhoWereDrawnAndHaveNotBegun(int age) {
        long at = START + age * TimeMillis.DAY;
        SeededRandom dice = new SeededRandom(4);
        double[] counted = new double[4];
        for (int kept = 0; kept < DRAWS; ) {
            double stay = ShopperTraits.stayDays(dice);
            double warning = ShopperTraits.warningDays(stay, dice);
            if (stay - warning > age) {
                kept++;
                count(counted, stay, warning, age);
            }
        }
        double[] unfolded = new double[4];
        for (int i = 0; i < DRAWS; i++) {
            ShopperTraits drawn = stays(List.of()).unfold(at, 30, dice);
            double stay = (drawn.stay().leavesMillis() - START) / (double) TimeMillis.DAY;
            count(unfolded, stay, drawn.stay().warningMillis() / (double) TimeMillis.DAY, age);
        }
        for (int i = 0; i < counted.length; i++) {
            assertThat(unfolded[i]).as("figure " + i).isCloseTo(counted[i], Offset.offset(0.012));
        }
    }

    private static void count(double[] figures, double stay, double warning, int age) {
        figures[0] += (stay - warning <= age + 5 ? 1.0 : 0) / DRAWS;
        figures[1] += (stay - warning <= age + 40 ? 1.0 : 0) / DRAWS;
        figures[2] += (warning <= 20 ? 1.0 : 0) / DRAWS;
        figures[3] += (stay <= age + 60 ? 1.0 : 0) / DRAWS;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aPauseBeginsWithoutMemory(int before) {
        List<long[]> pauses =
                before == 0 ? List.of() : List.of(new long[] {START + 5 * TimeMillis.DAY, START + 14 * TimeMillis.DAY});
        long at = START + 40 * TimeMillis.DAY;
        SeededRandom dice = new SeededRandom(6);
        double begun = 0;
        for (int i = 0; i < DRAWS; i++) {
            List<long[]> drawn = stays(pauses).unfold(at, 60, dice).stay().pauses();
            assertThat(drawn.subList(0, before)).containsExactlyElementsOf(pauses);
            begun += drawn.size() > before && drawn.get(before)[0] <= at + 30 * TimeMillis.DAY ? 1.0 / DRAWS : 0;
        }

        assertThat(begun).isCloseTo(1 - Math.exp(-30 / (before == 0 ? 120.0 : 150.0)), Offset.offset(0.012));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 12})
    void ofAPauseThatHasBegunOnlyTheEndIsOpen(int passed) {
        long at = START + 40 * TimeMillis.DAY;
        long began = at - passed * TimeMillis.DAY;
        SeededRandom dice = new SeededRandom(8);
        double mean = 0;
        for (int i = 0; i < DRAWS; i++) {
            long[] pause = stays(List.of(new long[] {began, at + 2 * TimeMillis.DAY}))
                    .unfold(at, 30, dice)
                    .stay()
                    .pauses()
                    .get(0);
            assertThat(pause[0]).isEqualTo(began);
            assertThat(pause[1]).isBetween(at, began + 21 * TimeMillis.DAY);
            mean += (pause[1] - began) / (double) TimeMillis.DAY / DRAWS;
        }

        assertThat(mean).isCloseTo(passed == 2 ? 14 : 16.5, Offset.offset(0.1));
    }
}
