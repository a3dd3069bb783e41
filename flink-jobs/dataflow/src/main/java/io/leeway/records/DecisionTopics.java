package io.leeway.records;

import java.util.List;

/** The topics of what is decided, of what became of it, and of what decisions need to know. */
public final class DecisionTopics {

    /** Ranked lists of items, a record a list. */
    public static final String RECOMMENDATIONS = "leeway.recommendations";

    /** Bids for advertisements. */
    public static final String ADS = "leeway.ads";

    /** Win-back offers, and those held out. */
    public static final String OFFERS = "leeway.offers";

    /** What became of decisions. */
    public static final String OUTCOMES = "leeway.outcomes";

    /** How well decisions and models do, window by window. */
    public static final String EFFECTS = "leeway.effects";

    /** The items that the shop sells, by item; compacted. */
    public static final String CATALOGUE = "leeway.catalogue";

    /** Campaigns and their budgets, by campaign; compacted. */
    public static final String CAMPAIGNS = "leeway.campaigns";

    /** Predicted demand by category and region. */
    public static final String DEMAND = "leeway.demand";

    /** Those that hold decisions. */
    public static final List<String> DECISIONS = List.of(RECOMMENDATIONS, ADS, OFFERS);

    /** Those of which the newest record of a key is what counts. */
    public static final List<String> COMPACTED = List.of(CATALOGUE, CAMPAIGNS);

    /** All of them. */
    public static final List<String> ALL =
            List.of(RECOMMENDATIONS, ADS, OFFERS, OUTCOMES, EFFECTS, CATALOGUE, CAMPAIGNS, DEMAND);

    private DecisionTopics() {}
}
