package io.leeway.decisions.advertising;

import io.leeway.records.AdCampaign;
import io.leeway.records.Outcome;
import io.leeway.topics.AdCampaignJson;
import io.leeway.topics.DecisionJson;
import java.util.Arrays;
import java.util.Comparator;

/**
 * An input of an operator of advertising: one byte for its kind, and its JSON. Of one instant
 * campaigns come first, then impressions, clicks, conversions and requests, each in the order of
 * their bytes, so that the order is the same in every run.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a record.
public record AdEvent(String key, long timeMillis, byte[] bytes) {
    static final byte CAMPAIGN = 0;
    static final byte REQUEST = 9;
    private static final byte FIRST_OUTCOME = 1;

    static final Comparator<byte[]> ORDER = Arrays::compareUnsigned;

    static AdEvent of(String key, AdCampaign campaign) {
        return new AdEvent(key, campaign.issuedAtMillis(), bytes(CAMPAIGN, AdCampaignJson.encode(campaign)));
    }

    static AdEvent of(Outcome outcome) {
        byte kind = (byte) (FIRST_OUTCOME + outcome.kind().ordinal());
        byte[] json = DecisionJson.outgoing(outcome).value();
        return new AdEvent(
                AdIds.routeOf(outcome.decisionId()),
                outcome.timeMillis(),
                bytes(kind, json == null ? new byte[0] : json));
    }

    static AdEvent of(String key, AdRequest request) {
        return new AdEvent(key, request.asOfMillis(), bytes(REQUEST, CampaignState.encode(request)));
    }

    private static byte[] bytes(byte kind, byte[] json) {
        byte[] bytes = new byte[json.length + 1];
        bytes[0] = kind;
        System.arraycopy(json, 0, bytes, 1, json.length);
        return bytes;
    }

    static AdCampaign campaign(byte[] bytes) {
        return AdCampaignJson.campaign(json(bytes));
    }

    static Outcome outcome(byte[] bytes) {
        return DecisionJson.outcome(json(bytes));
    }

    static AdRequest request(byte[] bytes) {
        return CampaignState.decode(json(bytes), AdRequest.class);
    }

    private static byte[] json(byte[] bytes) {
        return Arrays.copyOfRange(bytes, 1, bytes.length);
    }
}
