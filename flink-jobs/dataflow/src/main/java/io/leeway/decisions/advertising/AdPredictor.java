package io.leeway.decisions.advertising;

import java.util.Collections;
import java.util.List;

/** Predicts clicks and conversions. */
@FunctionalInterface
public interface AdPredictor {
    /** The model's name; empty where no model predicts. */
    default String model() {
        return "";
    }

    default long version() {
        return 0;
    }

    /** The categories it knows, by id − 2. */
    default List<String> vocabulary() {
        return List.of();
    }

    /** For each row the probability of a click, and that of a conversion after a click. */
    List<Prediction> predict(List<AdFeatures> rows);

    /**
     * What is predicted of an impression.
     *
     * @param conversion probability of a conversion after it
     */
    record Prediction(double click, double conversion) {}

    /** The same prediction for every impression, for random logging and simple rules. */
    static AdPredictor constant(double click, double conversion) {
        return rows -> Collections.nCopies(rows.size(), new Prediction(click, conversion));
    }
}
