package io.leeway.training;

import io.leeway.records.FeatureVector;
import java.util.List;

/** The networks that can answer the churn task. */
public enum ChurnNetwork {
    /** A gated recurrent unit over the weeks. */
    GRU,
    /** Two dense layers over everything at once. */
    DNN;

    Architecture over(List<FeatureVector> rows, double positives) {
        return switch (this) {
            case GRU -> new GruArchitecture(rows, positives);
            case DNN -> new DnnArchitecture(rows, positives);
        };
    }
}
