package io.leeway.decisions.winback;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What is known of one shopper: how often they did what, whether they are at risk, and when the
 * last offer ends. Bounded; kept in state as JSON, whose fields may grow. Records must be given in
 * order of event time.
 */
public final class ShopperWatch {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What a shopper is like of whom little was seen, and how many occasions that weighs. */
    private static final double FEW = 3;

    private long views;
    private long purchases;
    private long impressions;
    private long clicks;
    private long reviews;
    private long firstPurchase;
    private long lastPurchase;
    private long lastActivity;
    private boolean atRisk;
    private boolean decided;
    /** The end of the last offer: it is open until then. */
    private long closesAt;

    private String movesTo = "";
    private long heardAt = Long.MIN_VALUE;
    private boolean objected;

    /** Something the shopper did; one who objects is not watched until they consent. */
    public void action(EventType type, long timeMillis, boolean anyActivityReturns) {
        objected = type == EventType.OBJECTION || (objected && type != EventType.CONSENT);
        if (objected) {
            return;
        }
        heardAt = Math.max(heardAt, timeMillis);
        if (type.isActivity()) {
            lastActivity = timeMillis;
        }
        switch (type) {
            case VIEW -> views++;
            case PURCHASE -> {
                firstPurchase = purchases == 0 ? timeMillis : firstPurchase;
                lastPurchase = timeMillis;
                purchases++;
            }
            case AD_IMPRESSION -> impressions++;
            case AD_CLICK -> clicks++;
            case REVIEW -> reviews++;
            default -> {
                // Of no use here.
            }
        }
        if (type == EventType.PURCHASE || (anyActivityReturns && type.isActivity())) {
            closesAt = Math.min(closesAt, timeMillis);
        }
    }

    boolean isObjected() {
        return objected;
    }

    /** What is kept after an erasure or an objection: whether the shopper objects. */
    ShopperWatch emptied() {
        ShopperWatch empty = new ShopperWatch();
        empty.objected = objected;
        return empty;
    }

    /** The category that the newest interest score says the interest moves to. */
    void moves(String to, long asOfMillis) {
        heardAt = Math.max(heardAt, asOfMillis);
        movesTo = to;
    }

    /**
     * A churn score.
     *
     * @return whether something is to be decided now; if so it counts as decided
     */
    public boolean score(double probability, long asOfMillis, WinBackOptions options) {
        heardAt = Math.max(heardAt, asOfMillis);
        atRisk = probability >= (atRisk ? options.clearBelow() : options.warnAt());
        if (!atRisk || (decided && asOfMillis < closesAt + options.cooldown().toMillis())) {
            return false;
        }
        decided = true;
        closesAt = asOfMillis + options.validity().toMillis();
        return true;
    }

    /** What a model is asked, in the order of {@link WinBackModel#FEATURES}. */
    public double[] features(double probability, long asOfMillis) {
        double p = Math.min(0.999, Math.max(0.001, probability));
        double recency = purchases == 0 ? 365 : (asOfMillis - lastPurchase) / (double) TimeMillis.DAY;
        double gap = purchases < 2
                ? 30
                : Math.max(1, (lastPurchase - firstPurchase) / (double) TimeMillis.DAY / (purchases - 1));
        return new double[] {
            StrictMath.log(p / (1 - p)),
            StrictMath.log1p(recency),
            StrictMath.log1p(gap),
            Math.min(4, recency / gap),
            StrictMath.log1p(lastActivity == 0 ? 365 : (asOfMillis - lastActivity) / (double) TimeMillis.DAY),
            StrictMath.log((views + 16 * FEW) / (purchases + FEW)),
            (clicks + 0.1 * FEW) / (impressions + FEW),
            (reviews + 0.35 * FEW) / (purchases + FEW)
        };
    }

    /** Whether they ever bought: others cannot be won back. */
    public boolean hasBought() {
        return purchases > 0;
    }

    String movesTo() {
        return movesTo;
    }

    long heardAt() {
        return heardAt;
    }

    byte[] toBytes() {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode did = node.putArray("did");
        for (long count :
                new long[] {views, purchases, impressions, clicks, reviews, firstPurchase, lastPurchase, lastActivity
                }) {
            did.add(count);
        }
        node.put("atRisk", atRisk)
                .put("decided", decided)
                .put("closesAt", closesAt)
                .put("movesTo", movesTo)
                .put("heardAt", heardAt);
        if (objected) {
            node.put("objected", true);
        }
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static ShopperWatch fromBytes(byte[] bytes) throws IOException {
        ObjectNode node = (ObjectNode) JSON.readTree(bytes);
        ShopperWatch watch = new ShopperWatch();
        watch.views = node.path("did").path(0).asLong();
        watch.purchases = node.path("did").path(1).asLong();
        watch.impressions = node.path("did").path(2).asLong();
        watch.clicks = node.path("did").path(3).asLong();
        watch.reviews = node.path("did").path(4).asLong();
        watch.firstPurchase = node.path("did").path(5).asLong();
        watch.lastPurchase = node.path("did").path(6).asLong();
        watch.lastActivity = node.path("did").path(7).asLong();
        watch.atRisk = node.path("atRisk").asBoolean();
        watch.decided = node.path("decided").asBoolean();
        watch.closesAt = node.path("closesAt").asLong();
        watch.movesTo = node.path("movesTo").asText();
        watch.heardAt = node.path("heardAt").asLong(Long.MIN_VALUE);
        watch.objected = node.path("objected").asBoolean();
        return watch;
    }
}
