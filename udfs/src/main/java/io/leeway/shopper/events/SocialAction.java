package io.leeway.shopper.events;

/** What a {@link EventType#SOCIAL} event was. The order is part of state and of a feature. */
public enum SocialAction {
    FOLLOW,
    LIKE,
    SHARE,
    COMMENT
}
