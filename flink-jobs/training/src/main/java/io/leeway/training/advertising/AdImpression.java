package io.leeway.training.advertising;

import io.leeway.decisions.advertising.AdFeatures;

/**
 * An impression and what became of it.
 *
 * @param atMillis event time
 */
public record AdImpression(String userId, long atMillis, AdFeatures features, boolean click, boolean conversion) {
    public AdImpression {
        if (conversion && !click) {
            throw new IllegalArgumentException("Expected conversions after clicks only, found one without");
        }
    }
}
