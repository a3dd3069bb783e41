package io.leeway.decisions.advertising;

import io.leeway.records.AdCampaign;
import java.util.List;

/**
 * Who has seen enough: within any period of the campaign's at most so many impressions, those
 * counted that are bid for and may yet come.
 *
 * <p>What is to be shown at an instant is held against what lies within a period before and behind
 * it, for the evening may be bid for before the noon.
 */
final class FrequencyCap {
    private FrequencyCap() {}

    /** Whether one more may be shown at an instant. */
    static boolean allows(AdCampaign campaign, List<Impression> impressions, long showAtMillis, long validUntilMillis) {
        long near = impressions.stream()
                // Either can be shown anywhere from its hour to the end of its validity.
                .filter(one -> one.validUntilMillis() > showAtMillis - campaign.capPeriodMillis()
                        && one.atMillis() < validUntilMillis + campaign.capPeriodMillis())
                .count();
        return near < campaign.frequencyCap();
    }

    /** What still counts as of an instant: open bids, and impressions within a period. */
    static List<Impression> stillCounting(AdCampaign campaign, List<Impression> impressions, long nowMillis) {
        return impressions.stream()
                .filter(one -> one.shown() || one.validUntilMillis() >= nowMillis)
                .filter(one -> one.validUntilMillis() > nowMillis - campaign.capPeriodMillis())
                .toList();
    }
}
