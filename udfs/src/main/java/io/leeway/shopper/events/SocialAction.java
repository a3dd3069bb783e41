package io.leeway.shopper.events;

/** What a {@link EventType#SOCIAL} event was. The order is part of the state's format and of the feature {@code social}. */
public enum SocialAction {
    FOLLOW,
    LIKE,
    SHARE,
    COMMENT
}
