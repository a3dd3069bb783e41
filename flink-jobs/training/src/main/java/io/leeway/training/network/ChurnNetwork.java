package io.leeway.training.network;

import io.leeway.records.FeatureVector;
import java.util.List;

/** The networks that can answer the churn task. */
public enum ChurnNetwork {
    GRU,
    DNN,
    CNN,
    LSTM,
    TRANSFORMER,
    /** A linear part and a small hidden layer over shares, rates and ratios. */
    WIDE_DEEP;

    /** @param level what a network that supports it adds to its logits in serving */
    public Architecture over(List<FeatureVector> rows, double positives, double level) {
        int width = WeeksReading.WIDTH;
        return switch (this) {
            case GRU -> new WeeksArchitecture("gru-" + width, width, WeeksReading::gru, rows, positives);
            case DNN -> new DnnArchitecture(rows, positives);
            case CNN -> new WeeksArchitecture("cnn-2x" + width, 2 * width, WeeksReading::convolutions, rows, positives);
            case LSTM -> new WeeksArchitecture("lstm-" + width, width, WeeksReading::lstm, rows, positives);
            case TRANSFORMER ->
                new WeeksArchitecture(
                        "weeks-transformer-1x" + width, 2 * width, WeeksReading::transformer, rows, positives);
            case WIDE_DEEP -> new WideDeepArchitecture(rows, positives, level);
        };
    }
}
