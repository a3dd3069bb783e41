package io.leeway.simulator.shoppers;

/** Which part of the shop a seed is for. A number is never used twice. */
public final class SeedPurpose {
    static final long CATALOGUE = 1;
    static final long TEMPER = 2;
    static final long INTEREST = 3;
    static final long LIFE = 4;
    public static final long HISTORY_PLANTING = 5;
    public static final long LIVE_ARRIVAL = 6;
    public static final long LIVE_PLANTING = 7;
    public static final long BAYES = 8;
    public static final long OFFERS = 41;
    public static final long OFFER_ANSWERS = 42;
    static final long PRICE_LEVELS = 21;
    static final long ELASTICITIES = 22;
    static final long PRICE_SPREAD = 23;
    public static final long AD_RESPONSE = 51;
    public static final long AD_AUDIENCE = 52;
    static final long ITEM_TASTE = 31;
    static final long SHOPPER_TASTE = 32;
    public static final long CLICK = 33;

    private SeedPurpose() {}
}
