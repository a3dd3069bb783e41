package io.leeway.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.shopper.TimeMillis;
import io.leeway.simulator.shoppers.BuyingSchedule;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopperDiary;
import io.leeway.simulator.shoppers.ShopperTraits;
import io.leeway.simulator.shoppers.SimulatedShopper;
import io.leeway.simulator.shoppers.VisitHours;
import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Against the plainest way there is: live many lives by chance and keep those that look like the
 * one that was seen.
 */
class PurchaseOutlookTest {
    private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
    private static final long DAY = TimeMillis.DAY;
    private static final long HORIZON = 5 * DAY;
    private static final long BOUGHT = START + 38 * DAY + 18 * 3_600_000;
    private static final long AT = START + 46 * DAY + 19 * 3_600_000;

    private static ShopperTraits traits(long leaves, long warning, List<long[]> pauses) {
        return new ShopperTraits(
                new ShopperTraits.Stay(START, leaves, warning, pauses),
                new ShopperTraits.Habits(9, 10, 0.3, 2.5, 19, 1.2, new double[] {1, 1, 1, 1}),
                new ShopperTraits.Reactions(4, 0.3, 0.1, 0.1, 0.1));
    }

    private static double outlook(ShopperTraits traits, boolean everBought, long at) {
        ShopperDiary diary = new ShopperDiary();
        if (everBought) {
            diary.bought(BOUGHT, BOUGHT);
        }
        return new PurchaseOutlook(traits, diary, 20_000).staysAway(at, HORIZON, new SeededRandom(5));
    }

    /**
     * The share of lives without a purchase in the horizon, of those with no pause, no purchase and
     * no visit up to the instant.
     */
    private static double byRejection(ShopperTraits like, boolean everBought, long at) {
        SeededRandom dice = new SeededRandom(11);
        int kept = 0;
        int away = 0;
        for (int i = 0; kept < 10_000 && i < 3_000_000; i++) {
            long leaves = like.stay().leavesMillis();
            long warning = like.stay().warningMillis();
            if (leaves == Long.MAX_VALUE) {
                double stay = ShopperTraits.stayDays(dice);
                leaves = START + (long) (stay * DAY);
                warning = (long) (ShopperTraits.warningDays(stay, dice) * DAY);
                if (at >= leaves - warning) {
                    continue;
                }
            }
            List<long[]> pauses = ShopperTraits.pauses(dice, START, 120);
            if (pauses.stream().anyMatch(pause -> pause[0] <= at)) {
                continue;
            }
            int fate = live(traits(leaves, warning, pauses), everBought, at, dice);
            kept += fate < 0 ? 0 : 1;
            away += fate == 1 ? 1 : 0;
        }
        assertThat(kept).isEqualTo(10_000);
        return away / (double) kept;
    }

    /** 1 for staying away, 0 for coming, -1 for a life that is not the one that was seen. */
    private static int live(ShopperTraits traits, boolean everBought, long at, SeededRandom dice) {
        VisitHours hours = new VisitHours(traits.habits().peakHour());
        long boughtDay = BOUGHT - Math.floorMod(BOUGHT, DAY);
        BuyingSchedule buying = everBought
                ? BuyingSchedule.after(traits, BOUGHT, boughtDay, dice)
                : BuyingSchedule.first(traits, dice.uniform());
        for (long day = everBought ? boughtDay + DAY : START;
                day <= at + HORIZON && day < traits.stay().leavesMillis();
                day += DAY) {
            if (traits.afterPause(day) != day) {
                continue;
            }
            boolean later = false;
            if (buying.isDue(day + DAY)) {
                if (dice.chance(BuyingSchedule.puttingOff(traits.leaving(day)))) {
                    buying.putOff();
                } else {
                    long bought = hours.draw(day, dice);
                    if (bought <= at) {
                        return -1;
                    }
                    if (day + DAY <= at
                            || bought > at + HORIZON
                            || bought >= traits.stay().leavesMillis()) {
                        return 1;
                    }
                    later = true;
                }
            }
            boolean intent = !later && buying.intent(day);
            for (int i = day <= at ? dice.poisson(SimulatedShopper.visits(traits, day, intent)) : 0; i > 0; i--) {
                if (hours.draw(day, dice) <= at) {
                    return -1;
                }
            }
            if (later) {
                return 0;
            }
        }
        return 1;
    }

    @Test
    void whoIsOverdueAndDoesNotLeave() {
        ShopperTraits stays = traits(Long.MAX_VALUE, 20 * DAY, List.of());

        double away = outlook(stays, true, AT);

        assertThat(away).isBetween(0.05, 0.5);
        assertThat(away).isCloseTo(byRejection(stays, true, AT), Offset.offset(0.015));
    }

    @Test
    void whoIsSeenLeaving() {
        for (int rest : new int[] {8, 18}) {
            ShopperTraits leaves = traits(AT + rest * DAY + 7_200_000, 30 * DAY, List.of());

            double away = outlook(leaves, true, AT);

            assertThat(away).as(rest + " days before the end").isBetween(0.05, 0.8);
            assertThat(away)
                    .as(rest + " days before the end")
                    .isCloseTo(byRejection(leaves, true, AT), Offset.offset(0.015));
        }
    }

    @Test
    void whoHasJoinedLatelyAndNeverBought() {
        ShopperTraits newcomer = traits(Long.MAX_VALUE, 20 * DAY, List.of());
        long at = START + 4 * DAY + 43_200_000;

        assertThat(outlook(newcomer, false, at)).isCloseTo(byRejection(newcomer, false, at), Offset.offset(0.015));
    }

    @Test
    void whoHasLeftStaysAway() {
        assertThat(outlook(traits(AT - 1, 30 * DAY, List.of()), true, AT)).isEqualTo(1);
    }

    @Test
    void whoPausesComesLater() {
        ShopperTraits here = traits(Long.MAX_VALUE, 20 * DAY, List.of());
        ShopperTraits pausing = traits(Long.MAX_VALUE, 20 * DAY, List.of(new long[] {AT - 3 * DAY, AT + DAY}));
        ShopperTraits pausedLong = traits(Long.MAX_VALUE, 20 * DAY, List.of(new long[] {AT - 3 * DAY, AT + 17 * DAY}));

        assertThat(outlook(pausing, true, AT)).isGreaterThan(outlook(here, true, AT) + 0.1);
        // How long a pause lasts that has begun is the future.
        assertThat(outlook(pausedLong, true, AT)).isEqualTo(outlook(pausing, true, AT));
    }

    @Test
    void theHoursOfADayAreDrawnAsTheyAreTold() {
        for (double peak : new double[] {9.5, 18, 22}) {
            VisitHours hours = new VisitHours(peak);
            SeededRandom dice = new SeededRandom(3);
            int[] by = new int[24];
            int draws = 40_000;
            for (int i = 0; i < draws; i++) {
                long at = hours.draw(START, dice);
                for (int hour = 0; hour < 24; hour++) {
                    by[hour] += at <= START + hour * 3_600_000L ? 1 : 0;
                }
            }
            for (int hour = 0; hour < 24; hour++) {
                assertThat(hours.by(START, START + hour * 3_600_000L))
                        .as("peak " + peak + ", hour " + hour)
                        .isCloseTo(by[hour] / (double) draws, Offset.offset(0.01));
            }
            assertThat(hours.by(START, START - 1)).isEqualTo(0);
            assertThat(hours.by(START, START + DAY)).isEqualTo(1);
        }
    }
}
