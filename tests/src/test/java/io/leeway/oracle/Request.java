package io.leeway.oracle;

import java.util.Map;

/**
 * One request for scores of a shopper.
 *
 * @param asOfMillis the due instant
 * @param triggers bits by {@code Trigger.mask()}
 * @param features by the names in {@code Task}: {@code float[]} for numbers (row-major), {@code int[]} for codes, {@code String[]} for categories with
 *     null as padding
 * @param knifeEdges features that the oracle cannot vouch for to the last bit; empty from anybody else
 */
public record Request(long asOfMillis, int triggers, Map<String, Object> features, Map<String, KnifeEdge> knifeEdges) {

    /** What rounding alone may decide. */
    public enum KnifeEdge {
        /** Weights are equal on paper by different sums: names may swap places. */
        ORDER,
        /** An eviction or removal hung on such an equality: the list may hold others. */
        MEMBERS
    }

    public Request {
        features = Map.copyOf(features);
        knifeEdges = Map.copyOf(knifeEdges);
    }

    Request(long asOfMillis, int triggers, Map<String, Object> features) {
        this(asOfMillis, triggers, features, Map.of());
    }
}
