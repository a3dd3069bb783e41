package io.leeway.cli.rights;

import io.leeway.topics.erasure.ErasureKey;
import io.leeway.topics.erasure.ErasureLedger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a search has found, for who asked for the erasure.
 *
 * @param user the keyed hash of the ledger; null without its key
 * @param searchedAt wall clock
 * @param nothingLeft whether all that was found expires
 * @param notSearched what this search cannot see
 */
record ErasureCertificate(
        @Nullable String user,
        String searchedAt,
        boolean nothingLeft,
        List<SearchedPlace> places,
        List<String> notSearched) {
    private static final List<String> UNSEEN = List.of(
            "weights of models: they were learned from many shoppers, train again to leave one out",
            "states of savepoints other than the profile: those of decision jobs",
            "headers of records, and files that are compressed otherwise than by gzip, or binary",
            "copies outside of the topics, folders and savepoints listed here, backups among them");

    static ErasureCertificate of(Instant at, @Nullable Path key, String shopper, List<SearchedPlace> places) {
        String hash = key == null
                ? null
                : new String(
                        Objects.requireNonNull(ErasureLedger.entry(ErasureKey.read(key), shopper, at.toEpochMilli())
                                .key()),
                        StandardCharsets.US_ASCII);
        boolean left = places.stream().anyMatch(place -> place.fate() == SearchedPlace.Fate.LEFT);
        List<SearchedPlace> named = places.stream()
                .map(each -> new SearchedPlace(
                        each.place().replace(shopper, "USER"),
                        each.found(),
                        each.fate(),
                        each.expires(),
                        each.detail()))
                .toList();
        return new ErasureCertificate(hash, at.toString(), !left, named, UNSEEN);
    }
}
