package io.leeway.cli.rights;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place that was searched for a user.
 *
 * @param place a topic, a file or a savepoint
 * @param found how many records, lines or profiles hold the user
 * @param fate what becomes of them
 * @param expires when what was found is gone by itself; null where it is not
 * @param detail for people: why, and what to do
 */
record SearchedPlace(
        String place, long found, Fate fate, @Nullable String expires, String detail) {
    enum Fate {
        NOTHING_FOUND,
        EXPIRES,
        REMOVED,
        LEFT
    }

    /** For a table. */
    String fateText() {
        return switch (fate) {
            case NOTHING_FOUND -> "nothing";
            case EXPIRES -> "gone by " + expires;
            case REMOVED -> "removed";
            case LEFT -> "LEFT";
        };
    }

    static SearchedPlace of(String place, long found, Instant expires, String detail) {
        return found == 0 ? nothing(place) : new SearchedPlace(place, found, Fate.EXPIRES, expires.toString(), detail);
    }

    static SearchedPlace left(String place, long found, String detail) {
        return found == 0 ? nothing(place) : new SearchedPlace(place, found, Fate.LEFT, null, detail);
    }

    static SearchedPlace nothing(String place) {
        return new SearchedPlace(place, 0, Fate.NOTHING_FOUND, null, "");
    }
}
