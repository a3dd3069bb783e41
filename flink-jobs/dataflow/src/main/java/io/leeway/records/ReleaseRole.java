package io.leeway.records;

import java.util.Locale;

/** What a release asks of its version. */
public enum ReleaseRole {
    /** Decides, for all users whom no canary takes. */
    ACTIVE,
    /** Decides for a share of users, by hash. */
    CANARY,
    /** Scores what the others decide; decides nothing. */
    SHADOW,
    /** No longer a canary or a shadow. */
    RETIRED;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The role of an id.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static ReleaseRole of(String id) {
        for (ReleaseRole role : values()) {
            if (role.id().equals(id)) {
                return role;
            }
        }
        throw new IllegalArgumentException("Expected a role active, canary, shadow or retired, found '" + id + "'");
    }
}
