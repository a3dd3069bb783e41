package io.leeway.records.scores;

import io.leeway.records.ReleaseRole;

/**
 * The version of a model that scored.
 *
 * @param role what this version does at the as-of time: active, canary or shadow
 * @param digest its SHA-256
 */
public record ScoringModel(String name, long version, ReleaseRole role, String digest) {}
