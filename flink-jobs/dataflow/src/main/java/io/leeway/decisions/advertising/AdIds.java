package io.leeway.decisions.advertising;

import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.shopper.StableHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids of advertising's decisions: 8 hexadecimal digits of the campaign's hash, then 24 of the
 * decision's. An outcome names its decision alone, and so finds its campaign.
 */
final class AdIds {
    private static final int ROUTE = 8;

    private AdIds() {}

    /** Where a campaign's state lies. */
    static String route(String campaign) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(campaign.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ROUTE / 2);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /** The key of a decision's campaign; of another kind's decision, of none. */
    static String routeOf(String decisionId) {
        return decisionId.substring(0, Math.min(ROUTE, decisionId.length()));
    }

    static String decision(String campaign, String userId, long asOfMillis) {
        return route(campaign)
                + Decision.id(DecisionKind.AD, userId, asOfMillis, campaign).substring(ROUTE);
    }

    /** A number in [0, 1) that the seed, an id and a purpose decide. */
    static double uniform(long seed, String id, int purpose) {
        long mixed = seed * StableHash.GOLDEN + purpose * 0xD1B54A32D192ED03L;
        for (int i = 0; i < id.length(); i++) {
            mixed = (mixed ^ id.charAt(i)) * StableHash.PRIME;
            mixed ^= mixed >>> 29;
        }
        return (StableHash.finish(mixed) >>> 11) * 0x1.0p-53;
    }
}
