package io.leeway.shopper.events;

/** Where the shopper was. The order is part of the state's format. */
public enum Platform {
    WEB,
    APP,
    MINI_PROGRAM,
    STORE
}
