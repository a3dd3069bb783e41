package io.leeway.training;

import io.leeway.records.FeatureVector;
import java.util.List;

/** The networks that can answer the churn task. */
public enum ChurnNetwork {
    /** A gated recurrent unit over the weeks. */
    GRU,
    /** Two dense layers over everything at once. */
    DNN,
    /** Convolutions over the weeks. */
    CNN,
    /** Long short-term memory over the weeks. */
    LSTM,
    /** A Transformer block over the weeks. */
    TRANSFORMER;

    Architecture over(List<FeatureVector> rows, double positives) {
        return switch (this) {
            case GRU -> new GruArchitecture(rows, positives);
            case DNN -> new DnnArchitecture(rows, positives);
            case CNN -> new CnnArchitecture(rows, positives);
            case LSTM -> new LstmArchitecture(rows, positives);
            case TRANSFORMER -> new WeeksTransformerArchitecture(rows, positives);
        };
    }
}
