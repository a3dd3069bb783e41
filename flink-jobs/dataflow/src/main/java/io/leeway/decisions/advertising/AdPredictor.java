package io.leeway.decisions.advertising;

import java.util.Collections;
import java.util.List;

/** Foretells clicks and conversions. */
public interface AdPredictor {

    /** The model's name; empty where no model foretells. */
    String model();

    /** Its version. */
    long version();

    /** The categories it knows, by id − 2. */
    List<String> vocabulary();

    /** For each row the probability of a click, and that of a conversion after a click. */
    List<Prediction> predict(List<AdFeatures> rows);

    /**
     * What is foretold of an impression.
     *
     * @param click probability of a click
     * @param conversion probability of a conversion after it
     */
    record Prediction(double click, double conversion) {}

    /** What foretells the same of every impression: for logging at random, and for rules that know nothing of shoppers. */
    static AdPredictor constant(double click, double conversion) {
        return new AdPredictor() {
            @Override
            public String model() {
                return "";
            }

            @Override
            public long version() {
                return 0;
            }

            @Override
            public List<String> vocabulary() {
                return List.of();
            }

            @Override
            public List<Prediction> predict(List<AdFeatures> rows) {
                return Collections.nCopies(rows.size(), new Prediction(click, conversion));
            }
        };
    }
}
