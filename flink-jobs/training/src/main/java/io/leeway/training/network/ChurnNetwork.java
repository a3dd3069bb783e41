package io.leeway.training.network;

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
    TRANSFORMER,
    /** A linear part and a small hidden layer over shares, rates and ratios. */
    WIDE_DEEP;

    public Architecture over(List<FeatureVector> rows, double positives) {
        return over(rows, positives, 0);
    }

    /** @param level what a network that supports it adds to its logits in serving */
    public Architecture over(List<FeatureVector> rows, double positives, double level) {
        return switch (this) {
            case GRU -> new GruArchitecture(rows, positives);
            case DNN -> new DnnArchitecture(rows, positives);
            case CNN -> new CnnArchitecture(rows, positives);
            case LSTM -> new LstmArchitecture(rows, positives);
            case TRANSFORMER -> new WeeksTransformerArchitecture(rows, positives);
            case WIDE_DEEP -> new WideDeepArchitecture(rows, positives, level);
        };
    }
}
