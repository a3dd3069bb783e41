package io.leeway.cli.scores;

import java.time.Instant;
import java.util.List;

/** A score as a consumer of the topics sees it. */
public sealed interface PublishedScore permits PublishedChurnScore, PublishedInterestScore {

    Head head();

    /** The figure people look at: a probability or a drift, both in [0, 1]. */
    double value();

    /**
     * Why, the weightiest first; empty where none were given. Reasons follow from features and
     * model, whose hashes the head has, so runs are not compared by them.
     */
    List<Why> reasons();

    /**
     * Every figure that two runs must agree on, in an order that does not depend on ties between
     * categories.
     */
    double[] figures();

    /**
     * The fields that every score has.
     *
     * @param id 32 hexadecimal digits; the same id is the same score
     * @param asOf event time
     * @param triggers why it was asked for, one or more
     * @param digest SHA-256 of the model
     * @param features hash of the features
     * @param backfill whether the as-of time lies before the seam
     */
    record Head(
            String id,
            String user,
            Instant asOf,
            List<String> triggers,
            String model,
            long version,
            String digest,
            String features,
            boolean backfill) {
        public Head {
            triggers = List.copyOf(triggers);
        }
    }

    /**
     * A reason.
     *
     * @param contribution for churn to the log-odds of staying away, beyond the baseline's; for
     *     interest to the logarithm of the share of the category that gains most
     */
    record Why(String code, String words, double contribution) {}

    /**
     * A category and what is said of it.
     *
     * @param value a probability in [0, 1], or a change of one in [−1, 1]
     */
    record Category(String category, double value) {}
}
