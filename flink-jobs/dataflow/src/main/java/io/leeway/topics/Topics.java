package io.leeway.topics;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of all topics.
 *
 * @param prefix in front of every name, of consumer groups and transactional ids too, for several
 *     shops on one cluster; empty for none
 */
public record Topics(String prefix) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9._-]{0,100}");

    /** Names without a prefix. */
    public static final Topics PLAIN = new Topics("");

    /** What shoppers do. */
    public static final String EVENTS = "leeway.events";

    /** Probabilities of not coming back. */
    public static final String CHURN = "leeway.scores.churn";

    /** Distributions over the next categories, and drift. */
    public static final String INTEREST = "leeway.scores.interest";

    /** Scores of shadow releases, of either task; no job acts on them. */
    public static final String SHADOW = "leeway.scores.shadow";

    /** What could not be read, or is implausible. */
    public static final String DEAD_LETTERS = "leeway.dead-letters";

    /** Live events that came too late. */
    public static final String LATE = "leeway.late";

    /** Profiles for people, at the end of a bounded run: files only. */
    public static final String PROFILES = "leeway.profiles";

    /** What requests for scores asked, a row a request; files only. */
    public static final String FEATURES = "leeway.features";

    /** How many events went where, in steps of a checkpoint. */
    public static final String TALLIES = "leeway.tallies";

    /** Releases of models, unless another topic is named; compacted. */
    public static final String RELEASES = "leeway.releases";

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

    /** Until when events of erased users are not used, by the keyed hash of the user; compacted. */
    public static final String ERASED = "leeway.erased";

    /** Predicted demand by category and region. */
    public static final String DEMAND = "leeway.demand";

    /** What the scoring job writes. */
    public static final List<String> SCORING = List.of(CHURN, INTEREST, DEAD_LETTERS, LATE, TALLIES);

    /**
     * Those whose writer says how far it is, see {@link Progress}: other jobs read them by event
     * time.
     */
    public static final List<String> WITH_PROGRESS = List.of(CHURN, INTEREST, RECOMMENDATIONS, ADS, OFFERS);

    /**
     * Those of which readers need every record, and not only the newest of a key: decision jobs,
     * effects and the audit.
     */
    public static final List<String> NEVER_COMPACTED =
            List.of(CHURN, INTEREST, TALLIES, RECOMMENDATIONS, ADS, OFFERS, EFFECTS);

    /** Those that hold decisions. */
    public static final List<String> DECISIONS = List.of(RECOMMENDATIONS, ADS, OFFERS);

    /** Those of the decision jobs of which the newest record of a key is what counts. */
    public static final List<String> COMPACTED = List.of(CATALOGUE, CAMPAIGNS);

    /** All that the decision jobs read and write beside events and scores. */
    public static final List<String> DECIDING =
            List.of(RECOMMENDATIONS, ADS, OFFERS, OUTCOMES, EFFECTS, CATALOGUE, CAMPAIGNS, DEMAND);

    public Topics {
        if (!ALLOWED.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "Expected a topic prefix of at most 100 letters, digits, ., _ and -, found '" + prefix
                            + "'; choose another --topic-prefix");
        }
    }

    /** The name on the cluster of one of these topics. */
    public String name(String topic) {
        return prefix + topic;
    }

    /** The topic that has this name on the cluster. */
    public String topic(String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
}
