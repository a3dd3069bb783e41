package io.leeway.records;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * Something that became of a decision.
 *
 * @param decisionId the decision; for an item of a list the list's id, a hyphen and the position
 *     from 0
 * @param timeMillis event time
 * @param value revenue or margin in money; 0 where it has none
 */
public record Outcome(String decisionId, String userId, Kind kind, long timeMillis, double value) {

    public enum Kind {
        /** It was seen. */
        IMPRESSION,
        CLICK,
        /** Bought what was shown. */
        CONVERSION,
        /** Came back to the shop. */
        RETURN,
        /** Used the coupon. */
        REDEMPTION;

        /** Its name in JSON. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The kind of an id.
         *
         * @throws IllegalArgumentException where there is none
         */
        public static Kind of(String id) {
            for (Kind kind : values()) {
                if (kind.id().equals(id)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(
                    "Expected an outcome impression, click, conversion, return or redemption, found '" + id + "'");
        }
    }

    public Outcome {
        requireNonNull(kind, "kind");
        if (decisionId.isEmpty() || userId.isEmpty()) {
            throw new IllegalArgumentException(
                    "Expected a decision and a user, found '" + decisionId + "' and '" + userId + "'");
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("Expected a finite value, found " + value);
        }
    }
}
