package io.leeway.scoring;

import io.leeway.records.FeatureVector;
import io.leeway.records.ReleaseRole;

/** Takes the requests that a model did not answer. */
@FunctionalInterface
interface Unscored {
    /** Why there is no answer. */
    enum Reason {
        /** The call took too long. */
        LATE("call-timeout", "an answer of the model within its time"),
        /** The model failed on this row. */
        FAILED("model-failed", "an answer of the model to this row"),
        /** It was not called, since it has not answered for some bundles. */
        SUSPENDED("model-suspended", "a model that answers");

        private final String id;
        private final String expected;

        Reason(String id, String expected) {
            this.id = id;
            this.expected = expected;
        }

        /** As dead letters name it. */
        String id() {
            return id;
        }

        String expected() {
            return expected;
        }
    }

    void accept(FeatureVector vector, ReleaseScorer scorer, ReleaseRole role, Reason reason);
}
