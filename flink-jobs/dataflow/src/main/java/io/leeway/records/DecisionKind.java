package io.leeway.records;

import java.util.Locale;

/** What is decided. */
public enum DecisionKind {
    /** An item on a place of a list. */
    RECOMMENDATION,
    /** A bid for showing an advertisement. */
    AD,
    /** A win-back offer, or that there is none. */
    OFFER;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of an id.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static DecisionKind of(String id) {
        for (DecisionKind kind : values()) {
            if (kind.id().equals(id)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("Expected a kind recommendation, ad or offer, found '" + id + "'");
    }
}
