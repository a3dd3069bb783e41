package io.leeway.shopper.events;

/**
 * What a shopper did, or what was done to them.
 *
 * <p>The code is part of the state's format and of {@code action_type}: codes are never reused or
 * renumbered.
 */
public enum EventType {
    VIEW(1, 1),
    CART(2, 3),
    FAVOURITE(3, 3),
    PURCHASE(4, 5),
    RETURN(5, -2),
    /** The gain in interest depends on the rating. */
    REVIEW(6, 0),
    SOCIAL(7, 2),
    AD_CLICK(8, 1),
    /** Seen, not done: no activity, no interest. */
    AD_IMPRESSION(9, 0),
    ERASE(10, 0),
    /** From here on no profile and no decision, until {@link #CONSENT}. */
    OBJECTION(11, 0),
    /** Withdraws an objection. */
    CONSENT(12, 0);

    private static final EventType[] BY_CODE = new EventType[13];

    static {
        for (EventType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final int interestGain;

    EventType(int code, int interestGain) {
        this.code = code;
        this.interestGain = interestGain;
    }

    /** The number of this type in state, 1 to 12, and in features. */
    public int code() {
        return code;
    }

    /** What one such event adds to the interest in its category; not for reviews. */
    public int interestGain() {
        return interestGain;
    }

    /** Whether it is the shopper's own doing, so that it opens a session and ends a silence. */
    public boolean isActivity() {
        return this != AD_IMPRESSION && !isRequest();
    }

    /**
     * Whether it is what a shopper asks for about the data kept of them: no part of a profile,
     * never a duplicate and never too many.
     */
    public boolean isRequest() {
        return rank() > 0;
    }

    /** Whether nothing of a shopper may be kept that was known before it. */
    public boolean endsProfile() {
        return this == ERASE || this == OBJECTION;
    }

    /**
     * The order among events of one instant, lowest first: an objection outdoes a consent, and an
     * erasure has all else before it.
     */
    public int rank() {
        return switch (this) {
            case CONSENT -> 1;
            case OBJECTION -> 2;
            case ERASE -> 3;
            default -> 0;
        };
    }

    public static EventType ofCode(int code) {
        if (code < 1 || code > 12) {
            throw new IllegalArgumentException("Expected an event type's code from 1 to 12, found " + code);
        }
        return BY_CODE[code];
    }
}
