package io.leeway.decisions.advertising;

import io.leeway.decisions.advertising.AdPredictor.Prediction;
import java.util.List;

/**
 * Which hour and channel was chosen among those that may be, and with what probability.
 *
 * @param context what the bandit knew of it, and will learn with
 * @param greedy what the arm with the highest score would have brought
 * @param uniform what all alike would have brought
 */
record ArmChoice(
        BanditArm arm,
        double[] context,
        double probability,
        Prediction prediction,
        AdBid.Other greedy,
        AdBid.Other uniform) {
    private static final int CHOICE = 1;

    /**
     * Chooses, as the options and the request's id have it.
     *
     * @param allowed some of the campaign's arms, at least one
     * @param predictions of all arms, by their number
     * @param seen impressions that the shopper had seen or might yet see
     */
    static ArmChoice of(
            AdRequest request,
            List<BanditArm> allowed,
            List<Prediction> predictions,
            int seen,
            Bandit bandit,
            AdvertisingOptions options) {
        double[][] contexts = new double[allowed.size()][];
        double[] scores = new double[allowed.size()];
        double[] clicks = new double[allowed.size()];
        for (int i = 0; i < scores.length; i++) {
            int number = allowed.get(i).number();
            clicks[i] = predictions.get(number).click();
            contexts[i] = Bandit.context(clicks[i], request.interest().drift(), seen);
            scores[i] = bandit.score(number, contexts[i], options.optimism());
        }
        double[] probabilities = Bandit.probabilities(scores, options.explore(), options.temperature());
        int chosen = Bandit.choose(probabilities, AdIds.uniform(options.seed(), request.id(), CHOICE));
        BanditArm arm = allowed.get(chosen);
        return new ArmChoice(
                arm,
                contexts[chosen],
                probabilities[chosen],
                predictions.get(arm.number()),
                greedy(scores, chosen, clicks),
                uniform(clicks));
    }

    private static AdBid.Other greedy(double[] scores, int chosen, double[] clicks) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return new AdBid.Other(chosen == best ? 1 : 0, clicks[best]);
    }

    private static AdBid.Other uniform(double[] clicks) {
        double sum = 0;
        for (double click : clicks) {
            sum += click;
        }
        return new AdBid.Other(1.0 / clicks.length, sum / clicks.length);
    }
}
