package io.leeway.simulator;

/** Which part of the shop a seed is for. A number is never used twice. */
final class Seeds {
    static final long CATALOGUE = 1;
    static final long TEMPER = 2;
    static final long INTEREST = 3;
    static final long LIFE = 4;
    static final long HISTORY_PLANTING = 5;
    static final long LIVE_ARRIVAL = 6;
    static final long LIVE_PLANTING = 7;
    static final long BAYES = 8;
    static final long OFFERS = 41;
    static final long OFFER_ANSWERS = 42;
    static final long PRICE_LEVELS = 21;
    static final long ELASTICITIES = 22;
    static final long PRICE_SPREAD = 23;
    static final long AD_RESPONSE = 51;
    static final long AD_AUDIENCE = 52;
    static final long ITEM_TASTE = 31;
    static final long SHOPPER_TASTE = 32;
    static final long CLICK = 33;

    private Seeds() {}
}
