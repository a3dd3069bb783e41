package io.leeway.simulator.planting;

/** What has to become of a line or record once everything is applied. */
public enum EntryFate {
    /** Changes the shopper's profile. */
    APPLIED(""),
    /** The same id at the same event time as one applied. */
    DUPLICATE(""),
    /** The same id as one applied, at a later event time within the duplicate horizon. */
    RESTAMPED(""),
    /** Arrives after the allowed lateness. */
    LATE(""),
    /** An erasure, on time. */
    ERASED(""),
    /** Bytes that are not an event. */
    UNDECODABLE("undecodable"),
    /** A negative price where none may be. */
    IMPLAUSIBLE_PRICE("implausible-price"),
    /** From the future. */
    IMPLAUSIBLE_TIME("implausible-time");

    private final String deadReason;

    EntryFate(String deadReason) {
        this.deadReason = deadReason;
    }

    public boolean isDead() {
        return !deadReason.isEmpty();
    }

    /** The reason in the dead letter; empty for those that become none. */
    public String deadReason() {
        return deadReason;
    }
}
