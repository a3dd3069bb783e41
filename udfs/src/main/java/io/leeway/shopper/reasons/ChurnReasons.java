package io.leeway.shopper.reasons;

import io.leeway.shopper.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Turns a model's attributions into words: the topics that move a churn score most, as far as the
 * shopper's features bear the words out.
 *
 * <p>A score above the baseline's gets reasons for leaving, one below it reasons for staying. A
 * topic's contribution is the sum of its features' attributions. A reason is given only where its
 * contribution goes the score's way <b>and</b> its words are true of the features; otherwise the
 * next topic has its turn, so there may be fewer than asked for, or none. What has been said is not
 * said twice. Of equal contributions the topic that is listed first comes first.
 */
public final class ChurnReasons {
    /** Less is no reason: at most 1.3 points of a probability. */
    private static final double LEAST = 0.05;

    private static final ChurnTopic[] TOPICS = ChurnTopic.values();
    private static final int[] TOPIC_OF = ChurnTopic.byNumber();

    private ChurnReasons() {}

    private record Weighed(ChurnTopic topic, double contribution) {}

    /**
     * The reasons for one score, the weightiest first.
     *
     * @param numbers the churn features as a vector carries them
     * @param attributions what each of them adds to the score beyond the baseline's, in log-odds of
     *     leaving
     * @param most how many at most
     */
    public static List<Reason> of(float[] numbers, float[] attributions, int most) {
        ChurnFacts facts = new ChurnFacts(numbers);
        if (attributions.length != numbers.length) {
            throw new IllegalArgumentException(
                    "Expected an attribution for each of " + numbers.length + " numbers, found " + attributions.length);
        }
        double[] contributions = new double[TOPICS.length];
        double total = 0;
        for (int i = 0; i < attributions.length; i++) {
            total += attributions[i];
            if (TOPIC_OF[i] >= 0) {
                contributions[TOPIC_OF[i]] += attributions[i];
            }
        }
        boolean leaving = total > 0;
        List<Weighed> weighed = new ArrayList<>();
        for (ChurnTopic topic : TOPICS) {
            double contribution = contributions[topic.ordinal()];
            if ((leaving ? contribution : -contribution) >= LEAST) {
                weighed.add(new Weighed(topic, contribution));
            }
        }
        // A stable sort: topics of equal weight stay in their order.
        weighed.sort(Comparator.comparingDouble(one -> -Math.abs(one.contribution())));
        List<Reason> reasons = new ArrayList<>();
        for (Weighed one : weighed) {
            if (reasons.size() == most) {
                break;
            }
            Optional<ReasonText> saying =
                    leaving ? LeavingWords.of(one.topic(), facts) : StayingWords.of(one.topic(), facts);
            // Two topics may have the same to say: that the shopper is new.
            saying.filter(said ->
                            reasons.stream().noneMatch(reason -> reason.code().equals(said.code())))
                    .ifPresent(said -> reasons.add(new Reason(
                            said.code(), said.words(), said.feature(), said.value(), (float) one.contribution())));
        }
        return List.copyOf(reasons);
    }
}
