package io.leeway.decisions.advertising;

import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.InterestScore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * What an advertising model sees of one impression, the same in training and in serving.
 *
 * <p>The history is the interest score's: slots of the likeliest next categories, of those that
 * gain and of those that lose, each with its weight; an empty slot has the id of padding and weight
 * 0.
 *
 * @param history ids of {@link #SLOTS} categories: 0 padding, 1 any other, from 2 on the
 *     vocabulary's
 * @param weights beside them
 * @param context {@link #CONTEXT} numbers: drift, the advertised category's gain and probability,
 *     hour as a point on a circle, channels as ones and zeros, impressions seen
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record AdFeatures(int[] history, float[] weights, int ad, float[] context) {

    private static final int NEXT = 6;
    private static final int GAINING = 3;
    private static final int LOSING = 3;

    public static final List<Integer> SLOT_ENDS = List.of(NEXT, NEXT + GAINING, NEXT + GAINING + LOSING);

    public static final int SLOTS = NEXT + GAINING + LOSING;

    /** Channels that a model distinguishes; others have none of the ones. */
    public static final List<String> CHANNELS = List.of("web", "app", "mail");

    public static final int CONTEXT = 8 + CHANNELS.size();

    /** An interest score, whom an advertisement may follow. */
    public record Interest(
            double drift,
            List<String> next,
            List<Double> nextShares,
            List<String> to,
            List<Double> toChanges,
            List<String> from,
            List<Double> fromChanges) {

        /** What a committed score says. */
        public static Interest of(InterestScore score) {
            return new Interest(
                    score.drift(),
                    names(score.next()),
                    shares(score.next()),
                    names(score.to()),
                    shares(score.to()),
                    names(score.from()),
                    shares(score.from()));
        }

        /** By how much a category gains; 0 where it is none of those that gain most. */
        public double gain(String category) {
            int at = to.indexOf(category);
            return at < 0 ? 0 : toChanges.get(at);
        }

        /** How likely a category is next; 0 where it is none of the likeliest. */
        public double share(String category) {
            int at = next.indexOf(category);
            return at < 0 ? 0 : nextShares.get(at);
        }

        private static List<String> names(List<CategoryShare> categories) {
            return categories.stream().map(CategoryShare::category).toList();
        }

        private static List<Double> shares(List<CategoryShare> categories) {
            return categories.stream().map(each -> (double) each.share()).toList();
        }
    }

    /**
     * The features of an impression.
     *
     * @param vocabulary categories by id − 2
     * @param seen impressions of this campaign that the shopper has seen or may yet see
     */
    public static AdFeatures of(
            List<String> vocabulary, Interest interest, String category, String channel, long atMillis, int seen) {
        int[] history = new int[SLOTS];
        float[] weights = new float[SLOTS];
        fill(vocabulary, interest.next(), interest.nextShares(), 0, NEXT, history, weights);
        fill(vocabulary, interest.to(), interest.toChanges(), NEXT, GAINING, history, weights);
        fill(vocabulary, interest.from(), interest.fromChanges(), NEXT + GAINING, LOSING, history, weights);
        int minute = Instant.ofEpochMilli(atMillis)
                        .atOffset(ZoneOffset.UTC)
                        .toLocalTime()
                        .toSecondOfDay()
                / 60;
        double turn = 2 * StrictMath.PI * minute / 1440;
        float[] context = new float[CONTEXT];
        context[0] = (float) interest.drift();
        context[1] = (float) interest.gain(category);
        context[2] = (float) interest.share(category);
        context[3] = (float) StrictMath.log(interest.share(category) + 0.01);
        context[4] = (float) StrictMath.cos(turn);
        context[5] = (float) StrictMath.sin(turn);
        context[6] = (float) StrictMath.log1p(seen);
        context[7] = seen == 0 ? 1 : 0;
        int known = CHANNELS.indexOf(channel.toLowerCase(Locale.ROOT));
        if (known >= 0) {
            context[8 + known] = 1;
        }
        return new AdFeatures(history, weights, id(vocabulary, category), context);
    }

    private static void fill(
            List<String> vocabulary,
            List<String> names,
            List<Double> values,
            int from,
            int slots,
            int[] history,
            float[] weights) {
        for (int i = 0; i < Math.min(slots, names.size()); i++) {
            history[from + i] = id(vocabulary, names.get(i));
            weights[from + i] = values.get(i).floatValue();
        }
    }

    private static int id(List<String> vocabulary, String category) {
        int at = vocabulary.indexOf(category);
        return at < 0 ? 1 : at + 2;
    }
}
