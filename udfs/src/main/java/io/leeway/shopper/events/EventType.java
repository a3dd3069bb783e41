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
    ERASE(10, 0);

    private static final EventType[] BY_CODE = new EventType[11];

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

    /** The number of this type in state and in features, 1 to 10. */
    public int code() {
        return code;
    }

    /** What one such event adds to the interest in its category; not for reviews. */
    public int interestGain() {
        return interestGain;
    }

    /** Whether it is the shopper's own doing, so that it opens a session and ends a silence. */
    public boolean isActivity() {
        return this != AD_IMPRESSION && this != ERASE;
    }

    public static EventType ofCode(int code) {
        if (code < 1 || code > 10) {
            throw new IllegalArgumentException("Expected an event type's code from 1 to 10, found " + code);
        }
        return BY_CODE[code];
    }
}
