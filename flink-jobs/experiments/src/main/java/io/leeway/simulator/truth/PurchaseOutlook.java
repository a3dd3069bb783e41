package io.leeway.simulator.truth;

import io.leeway.shopper.TimeMillis;
import io.leeway.simulator.shoppers.BuyingSchedule;
import io.leeway.simulator.shoppers.SeededRandom;
import io.leeway.simulator.shoppers.ShopperDiary;
import io.leeway.simulator.shoppers.ShopperTraits;
import io.leeway.simulator.shoppers.VisitHours;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether one shopper buys within a horizon, for an observer who knows what they are like and has
 * seen all they did.
 *
 * <p>Many possible futures are weighed. Each draws again what lies ahead
 * ({@link ShopperTraits#unfold}) and the days from the last buying visit to the next, evenly over
 * all that can be, and weighs by their density times the likelihood of what has been seen since:
 * that they did not buy, how often they came and what they looked at. Where chance decides on a
 * day, both outcomes are carried on by their shares instead of being drawn.
 */
final class PurchaseOutlook {
    /** Longer than a gap that a pause stretches is worth following. */
    private static final double BEYOND_DAYS = 30;
    /** Deviations of the gamma distribution beyond which there is nothing. */
    private static final double DEVIATIONS = 7;

    private final ShopperTraits traits;
    private final ShopperDiary diary;
    private final VisitHours hours;
    private final int ways;

    /** @param ways how many ways are weighed; the error falls with the root */
    PurchaseOutlook(ShopperTraits traits, ShopperDiary diary, int ways) {
        this.traits = traits;
        this.diary = diary;
        this.hours = new VisitHours(traits.habits().peakHour());
        this.ways = ways;
    }

    /** The probability of no purchase in (at, at + horizon]. @param horizonMillis a day or more */
    double staysAway(long at, long horizonMillis, SeededRandom dice) {
        if (at >= traits.stay().leavesMillis()) {
            return 1;
        }
        ShopperDiary.Bought last = last(at);
        long today = day(at);
        long first = last == null ? day(traits.stay().joinedMillis()) : day(last.startMillis()) + TimeMillis.DAY;
        double[] evidence = evidence(first, today, at);
        // On the day of a purchase nothing is known of the next.
        double ofToday = evidence.length == 0 ? 0 : evidence[evidence.length - 1];
        double[] logWeights = new double[ways];
        Way[] weighed = new Way[ways];
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < ways; i++) {
            ShopperTraits ahead = traits.unfold(at, horizonMillis / (double) TimeMillis.DAY + BEYOND_DAYS, dice);
            Way way = way(ahead, last, at, (i + dice.uniform()) / ways, dice.uniform());
            way.livePast(first, today, evidence);
            weighed[i] = way;
            logWeights[i] = way.logWeight;
            most = Math.max(most, way.logWeight);
        }
        double all = 0;
        double away = 0;
        for (int i = 0; i < ways; i++) {
            double weight = StrictMath.exp(logWeights[i] - most);
            // What weighs nothing need not be lived.
            if (weight > 1e-9) {
                weighed[i].liveOn(today, at, at + horizonMillis, ofToday);
                all += weight * weighed[i].possible;
                away += weight * weighed[i].away;
            }
        }
        if (!(all > 0)) {
            throw new IllegalStateException("Expected a way that a shopper's past can have come, found none at " + at);
        }
        return Math.min(1, away / all);
    }

    private static long day(long atMillis) {
        return Math.floorDiv(atMillis, TimeMillis.DAY) * TimeMillis.DAY;
    }

    private ShopperDiary.@Nullable Bought last(long at) {
        ShopperDiary.Bought last = null;
        for (ShopperDiary.Bought bought : diary.bought()) {
            if (bought.atMillis() <= at) {
                last = bought;
            }
        }
        return last;
    }

    /** Of each day since, up to the instant. */
    private double[] evidence(long first, long today, long at) {
        List<List<ShopperDiary.Looked>> byDay = new ArrayList<>();
        for (long day = first; day <= today; day += TimeMillis.DAY) {
            byDay.add(new ArrayList<>());
        }
        for (ShopperDiary.Looked visit : diary.looked()) {
            if (visit.startMillis() >= first && visit.startMillis() <= at) {
                byDay.get((int) ((visit.startMillis() - first) / TimeMillis.DAY))
                        .add(visit);
            }
        }
        double[] evidence = new double[byDay.size()];
        for (int i = 0; i < evidence.length; i++) {
            long day = first + i * TimeMillis.DAY;
            if (traits.afterPause(day) == day) {
                evidence[i] = IntentEvidence.of(traits, day, hours.by(day, at), byDay.get(i), at);
            }
        }
        return evidence;
    }

    private Way way(ShopperTraits ahead, ShopperDiary.@Nullable Bought last, long at, double share, double pause) {
        if (last == null) {
            return new Way(ahead, BuyingSchedule.first(ahead, share), 0);
        }
        double shape = traits.habits().regularity();
        double mean = BuyingSchedule.meanGap(traits, day(last.startMillis()));
        double elapsed = (at - last.startMillis()) / (double) TimeMillis.DAY;
        double gap = share * Math.max(mean * (1 + DEVIATIONS / Math.sqrt(shape)), elapsed + mean);
        double logDensity = (shape - 1) * StrictMath.log(Math.max(1e-12, gap)) - gap * shape / mean;
        return new Way(ahead, BuyingSchedule.after(ahead, last.startMillis(), gap, pause), logDensity);
    }

    /** One possible past and future. */
    private final class Way {
        private final ShopperTraits ahead;
        private final BuyingSchedule buying;
        private double logWeight;
        /** The share of today's outcomes that fit what has been seen of it. */
        private double possible;
        /** The share of them from which the shopper stays away. */
        private double away;

        private Way(ShopperTraits ahead, BuyingSchedule buying, double logWeight) {
            this.ahead = ahead;
            this.buying = buying;
            this.logWeight = logWeight;
        }

        /** All days before today: a visit that was due was put off, for nothing was bought. */
        private void livePast(long first, long today, double[] evidence) {
            int i = 0;
            for (long day = first; day < today; day += TimeMillis.DAY, i++) {
                if (ahead.afterPause(day) != day) {
                    continue;
                }
                if (buying.isDue(day + TimeMillis.DAY)) {
                    logWeight += StrictMath.log(BuyingSchedule.puttingOff(ahead.leaving(day)));
                    buying.putOff();
                }
                if (buying.intent(day)) {
                    logWeight += evidence[i];
                }
            }
        }

        /** Today, of which some has been seen, and the days up to the end. */
        private void liveOn(long today, long at, long end, double evidence) {
            double open = 1;
            if (ahead.afterPause(today) == today) {
                if (buying.isDue(today + TimeMillis.DAY)) {
                    open = BuyingSchedule.puttingOff(ahead.leaving(today));
                    double gone = 1 - hours.by(today, ahead.stay().leavesMillis());
                    possible += (1 - open) * (1 - hours.by(today, at));
                    away += (1 - open) * gone;
                    buying.putOff();
                }
                open *= buying.intent(today) ? StrictMath.exp(evidence) : 1;
            }
            possible += open;
            for (long day = today + TimeMillis.DAY;
                    day <= end && day < ahead.stay().leavesMillis() && open > 0;
                    day += TimeMillis.DAY) {
                if (ahead.afterPause(day) == day && buying.isDue(day + TimeMillis.DAY)) {
                    double before = hours.by(day, Math.min(end, ahead.stay().leavesMillis()));
                    open *= 1 - (1 - BuyingSchedule.puttingOff(ahead.leaving(day))) * before;
                    buying.putOff();
                }
            }
            away += open;
        }
    }
}
