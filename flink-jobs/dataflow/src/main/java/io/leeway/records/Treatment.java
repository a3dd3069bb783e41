package io.leeway.records;

/** What can be done to win a shopper back. */
public enum Treatment {
    NONE("none", 0),
    /** Money off the next purchase. */
    COUPON_5("coupon-5", 5),
    COUPON_10("coupon-10", 10),
    COUPON_20("coupon-20", 20),
    /** Points for the next purchase. */
    POINTS("points", 2),
    /** A message about the category that the interest moves to. */
    MESSAGE("message", 0.05);

    private final String id;
    private final double mostCost;

    Treatment(String id, double mostCost) {
        this.id = id;
        this.mostCost = mostCost;
    }

    public String id() {
        return id;
    }

    /** What it costs at most, in money: a coupon that is redeemed. */
    public double mostCost() {
        return mostCost;
    }

    /**
     * The treatment of an id.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static Treatment of(String id) {
        for (Treatment treatment : values()) {
            if (treatment.id.equals(id)) {
                return treatment;
            }
        }
        throw new IllegalArgumentException(
                "Expected a treatment none, coupon-5, coupon-10, coupon-20, points or message, found '" + id + "'");
    }
}
