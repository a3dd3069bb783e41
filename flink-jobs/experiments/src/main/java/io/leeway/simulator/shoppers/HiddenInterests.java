package io.leeway.simulator.shoppers;

import io.leeway.shopper.TimeMillis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shopper's hidden interests: a few strands of a weight each, every strand a row of stages that
 * pass smoothly into one another, over a little of what everybody looks at. A function of time
 * alone.
 */
public final class HiddenInterests {
    private static final double COMMON = 0.06;
    private static final double STEADY = 0.4;

    /** The stages of one interest; {@code from[i]} is when stage i is half there. */
    private record Strand(double weight, int[] categories, long[] from, long rampMillis) {
        double reached(int stage, long at) {
            if (stage == 0) {
                return 1;
            }
            if (stage == categories.length) {
                return 0;
            }
            double x = Math.min(1, Math.max(0, 0.5 + (at - from[stage]) / (double) rampMillis));
            return x * x * (3 - 2 * x);
        }

        /** The weight of a stage at an instant; a lost interest has none. */
        double share(int stage, long at) {
            return categories[stage] == ShopCatalogue.NOTHING
                    ? 0
                    : weight * (reached(stage, at) - reached(stage + 1, at));
        }
    }

    private final ShopCatalogue catalogue;
    private final List<Strand> strands = new ArrayList<>();

    public HiddenInterests(ShopSettings settings, ShopCatalogue catalogue, int shopper) {
        this.catalogue = catalogue;
        SeededRandom dice = new SeededRandom(SeededRandom.seed(settings.seed(), SeedPurpose.INTEREST, shopper));
        long start = settings.historyStart().toEpochMilli();
        long end = start + (settings.historyDays() + (long) ShopSettings.MOST_LIVE_DAYS) * TimeMillis.DAY;
        double patience = dice.chance(STEADY) ? 8 : 1;
        int count = 2 + dice.below(3);
        boolean[] taken = new boolean[catalogue.size()];
        for (int i = 0; i < count; i++) {
            strands.add(strand(dice, start, end, patience, taken));
        }
    }

    private Strand strand(SeededRandom dice, long start, long end, double patience, boolean[] taken) {
        int category = catalogue.drawPopular(dice);
        while (taken[category]) {
            category = catalogue.drawPopular(dice);
        }
        List<Integer> categories = new ArrayList<>();
        List<Long> from = new ArrayList<>();
        long at = start;
        while (true) {
            categories.add(category);
            from.add(at);
            if (category == ShopCatalogue.NOTHING) {
                break;
            }
            taken[category] = true;
            // Never shorter than the longest ramp, so that at most two stages are there at once.
            at += (long) (Math.max(20, dice.gamma(4, 65) * patience) * TimeMillis.DAY);
            if (!catalogue.passes(category) || at >= end) {
                break;
            }
            category = catalogue.next(category);
        }
        double weight = 0.25 + dice.exponential(1);
        long ramp = (long) (dice.between(10.0, 20.0) * TimeMillis.DAY);
        return new Strand(
                weight,
                categories.stream().mapToInt(Integer::intValue).toArray(),
                from.stream().mapToLong(Long::longValue).toArray(),
                ramp);
    }

    /** Shares by category at an instant, in the catalogue's order; they sum to 1. */
    public double[] at(long atMillis) {
        double own = own(atMillis);
        double[] shares = new double[catalogue.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (own > 0 ? COMMON : 1) * catalogue.popularity(i);
        }
        for (Strand strand : strands) {
            for (int stage = 0; stage < strand.categories.length; stage++) {
                if (own > 0 && strand.categories[stage] != ShopCatalogue.NOTHING) {
                    shares[strand.categories[stage]] += (1 - COMMON) * strand.share(stage, atMillis) / own;
                }
            }
        }
        return shares;
    }

    /** A category by the interests of an instant. */
    public int draw(long atMillis, SeededRandom dice) {
        double own = own(atMillis);
        // With every interest lost, what is left is what everybody looks at.
        if (own == 0 || dice.chance(COMMON)) {
            return catalogue.drawPopular(dice);
        }
        double rest = own * dice.uniform();
        int drawn = ShopCatalogue.NOTHING;
        for (Strand strand : strands) {
            for (int stage = 0; stage < strand.categories.length && rest >= 0; stage++) {
                double share = strand.share(stage, atMillis);
                if (share > 0) {
                    drawn = strand.categories[stage];
                    rest -= share;
                }
            }
        }
        return drawn;
    }

    /** The weight of all interests that are not lost. */
    private double own(long atMillis) {
        double sum = 0;
        for (Strand strand : strands) {
            for (int stage = 0; stage < strand.categories.length; stage++) {
                sum += strand.share(stage, atMillis);
            }
        }
        return sum;
    }

    /** All changes up to an instant, in order of time. */
    public List<PlannedDrift> drifts(long untilMillis) {
        List<PlannedDrift> drifts = new ArrayList<>();
        for (Strand strand : strands) {
            for (int stage = 1; stage < strand.categories.length; stage++) {
                if (strand.from[stage] < untilMillis) {
                    drifts.add(new PlannedDrift(
                            Instant.ofEpochMilli(strand.from[stage]),
                            catalogue.path(strand.categories[stage - 1]),
                            nameOf(strand.categories[stage])));
                }
            }
        }
        drifts.sort(Comparator.comparing(PlannedDrift::at));
        return drifts;
    }

    private @Nullable String nameOf(int category) {
        return category == ShopCatalogue.NOTHING ? null : catalogue.path(category);
    }
}
