package io.leeway.decisions.advertising;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.records.AdCampaign;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a campaign keeps beside its bids and shoppers, as JSON whose fields may grow. A few
 * kilobytes, however long it runs.
 *
 * @param spent in millionths of money
 * @param reserved by the instant until which it is
 * @param spentByDay by day since 1970
 * @param measures by the beginning of a window that has not been reported
 * @param total since the beginning
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
record CampaignState(
        AdCampaign campaign,
        long spent,
        Map<Long, Long> reserved,
        Map<Long, Long> spentByDay,
        Pacing.State pacing,
        double[][] inverse,
        double[][] sums,
        Map<Long, CampaignMeasures> measures,
        CampaignMeasures total) {
    private static final ObjectMapper JSON = new ObjectMapper();

    CampaignState {
        requireNonNull(campaign, "campaign");
        reserved = new TreeMap<>(reserved);
        spentByDay = new TreeMap<>(spentByDay);
        measures = new TreeMap<>(measures);
    }

    /** What a finished campaign keeps, so that prolonging it spends no money twice. */
    CampaignState whenOver() {
        return new CampaignState(
                campaign, spent, Map.of(), Map.of(), pacing, new double[0][], new double[0][], Map.of(), total);
    }

    byte[] encode() {
        return encode(this);
    }

    static CampaignState decode(byte[] json) {
        return decode(json, CampaignState.class);
    }

    static byte[] encode(Object kept) {
        try {
            return JSON.writeValueAsBytes(kept);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static <T> T decode(byte[] json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (IOException damaged) {
            throw new UncheckedIOException(
                    "Expected " + type.getSimpleName() + " in the state, found something unreadable", damaged);
        }
    }
}
