package io.leeway.simulator.advertising;

import io.leeway.records.scores.InterestScore;
import io.leeway.shopper.TimeMillis;
import io.leeway.simulator.shoppers.HiddenInterests;
import io.leeway.simulator.shoppers.InterestScores;
import io.leeway.simulator.shoppers.SeedPurpose;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopCatalogue;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.shoppers.ShopperTraits;
import io.leeway.simulator.shoppers.SimulatedShopper;
import io.leeway.simulator.shoppers.VisitHours;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of interest for a simulated shop's shoppers, as a counting rule would give them from what
 * shoppers look at: the last two weeks beside the six before.
 *
 * <p>Beside the event streams and not part of them: asking for an audience changes nothing that a
 * shop makes. A function of the shop's settings alone.
 */
public final class AdAudience {
    private static final int RECENT_DAYS = 14;
    private static final int EARLIER_DAYS = 56;
    private static final double VIEWS_A_DAY = 1.5;
    private static final double SMOOTHING = 3;
    private static final int NEXT = 5;
    private static final int MOVES = 3;

    private final ShopSettings settings;
    private final ShopCatalogue catalogue;

    public AdAudience(ShopSettings settings) {
        this.settings = settings;
        this.catalogue = new ShopCatalogue(settings.seed());
    }

    private record Look(long atMillis, int category) {}

    /** Scores in [from, to), in order of as-of time and shopper. */
    public List<InterestScore> scores(Instant from, Instant to, double perDay) {
        return IntStream.range(0, settings.shoppers())
                .mapToObj(shopper -> of(shopper, from.toEpochMilli(), to.toEpochMilli(), perDay))
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(InterestScore::asOfMillis).thenComparing(InterestScore::userId))
                .toList();
    }

    private List<InterestScore> of(int shopper, long from, long to, double perDay) {
        ShopperTraits traits = ShopperTraits.draw(settings, shopper);
        HiddenInterests interests = new HiddenInterests(settings, catalogue, shopper);
        VisitHours hours = new VisitHours(traits.habits().peakHour());
        List<Look> looks = new ArrayList<>();
        List<InterestScore> scores = new ArrayList<>();
        long first = settings.historyStart().toEpochMilli();
        for (long day = first; day < to; day += TimeMillis.DAY) {
            // Of its own for each day, so that a longer time changes nothing before.
            SeededRandom dice = new SeededRandom(SeededRandom.seed(
                    settings.seed() + 1_000_003L * (day / TimeMillis.DAY), SeedPurpose.AD_AUDIENCE, shopper));
            for (int i = dice.poisson(VIEWS_A_DAY); i > 0; i--) {
                long at = hours.draw(day, dice);
                looks.add(new Look(at, interests.draw(at, dice)));
            }
            for (int i = dice.poisson(perDay); i > 0; i--) {
                long at = hours.draw(day, dice);
                if (at >= from
                        && at < to
                        && at >= traits.stay().joinedMillis()
                        && at < traits.stay().leavesMillis()) {
                    scores.add(score(shopper, at, looks));
                }
            }
            long forget = day - EARLIER_DAYS * TimeMillis.DAY;
            looks.removeIf(look -> look.atMillis() < forget);
        }
        return scores;
    }

    private InterestScore score(int shopper, long at, List<Look> looks) {
        double[] recent = shares(looks, at - RECENT_DAYS * TimeMillis.DAY, at);
        double[] earlier = shares(looks, at - EARLIER_DAYS * TimeMillis.DAY, at - RECENT_DAYS * TimeMillis.DAY);
        double[] change = new double[recent.length];
        double drift = 0;
        for (int i = 0; i < change.length; i++) {
            change[i] = recent[i] - earlier[i];
            drift += Math.abs(change[i]) / 2;
        }
        List<String> categories = catalogue.paths();
        String user = SimulatedShopper.userId(shopper);
        return InterestScores.score(
                user + "-" + at,
                user,
                at,
                1,
                (float) Math.min(1, drift),
                InterestScores.largest(categories, change, MOVES, -1, 0),
                InterestScores.largest(categories, change, MOVES, 1, 0),
                InterestScores.largest(categories, recent, NEXT, 1, 0));
    }

    private double[] shares(List<Look> looks, long from, long to) {
        double[] shares = new double[catalogue.size()];
        double sum = SMOOTHING;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = SMOOTHING * catalogue.popularity(i);
        }
        for (Look look : looks) {
            if (look.atMillis() >= from && look.atMillis() < to) {
                shares[look.category()]++;
                sum++;
            }
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }
}
