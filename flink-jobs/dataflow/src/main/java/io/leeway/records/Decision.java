package io.leeway.records;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What every decision has, whatever it is about: enough to judge it later without knowing who made
 * it.
 *
 * @param id 32 hexadecimal digits, as {@link #id} gives them: the same decision has the same id in
 *     every run
 * @param asOfMillis event time as of which it was decided
 * @param scoreId the committed score that it rests on; empty where there is none
 * @param model the model that predicted; empty where none did
 * @param version its version; 0 where none did
 * @param action what was chosen: an item, a campaign with its channel, a treatment
 * @param propensity the probability with which the deciding policy chose this action, in (0, 1]
 * @param predicted the probability that the model gave to the outcome; NaN where it gave none
 * @param control whether the shopper is held out, so that nothing was done
 * @param cost what it costs if it is taken up, in money
 */
public record Decision(
        String id,
        DecisionKind kind,
        String userId,
        long asOfMillis,
        String scoreId,
        String model,
        long version,
        String action,
        double propensity,
        double predicted,
        boolean control,
        double cost) {

    public Decision {
        requireNonNull(kind, "kind");
        requireNonNull(action, "action");
        if (id.isEmpty() || userId.isEmpty()) {
            throw new IllegalArgumentException("Expected an id and a user, found '" + id + "' and '" + userId + "'");
        }
        if (!(propensity > 0 && propensity <= 1)) {
            throw new IllegalArgumentException("Expected a propensity in (0, 1], found " + propensity);
        }
        if (predicted < 0 || predicted > 1) {
            throw new IllegalArgumentException("Expected a predicted probability in [0, 1], found " + predicted);
        }
        if (!Double.isFinite(cost) || cost < 0) {
            throw new IllegalArgumentException("Expected a cost of at least 0, found " + cost);
        }
    }

    /**
     * The first 128 bits of the SHA-256 of all this, as 32 lower-case hexadecimal digits.
     *
     * @param subject what sets decisions of one kind, shopper and instant apart: a campaign, a
     *     placement; may be empty
     */
    public static String id(DecisionKind kind, String userId, long asOfMillis, String subject) {
        String name = kind.id() + '\0' + userId + '\0' + asOfMillis + '\0' + subject;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
