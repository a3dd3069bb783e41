package io.leeway.experiments.uplift;

import io.leeway.evaluation.uplift.UpliftLearner;
import io.leeway.evaluation.uplift.UpliftModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** The doubly robust learner, which win-back offers use too, and others to hold it against. */
final class MailLearners {
    /** Set once for both questions. */
    private static final double RIDGE = 0.3;

    private MailLearners() {}

    static UpliftLearner model(long seed) {
        return UpliftModel.learner(RIDGE, seed);
    }

    /** The others, by name; the mean of all is made of their answers. */
    static Map<String, UpliftLearner> others() {
        Map<String, UpliftLearner> learners = new LinkedHashMap<>();
        learners.put("t-learner", UpliftLearner.separate(1e-2));
        learners.put("x-learner", UpliftLearner.crossed(0.1));
        learners.put("s-learner", UpliftLearner.shared(1e-3, 3e-3));
        return learners;
    }

    /** Regressions inside doubly robust scores. */
    static UpliftLearner regressions() {
        return UpliftLearner.separate(1e-3);
    }
}
