package io.leeway.cli.rights;

import java.util.List;

/**
 * All that was found of a shopper.
 *
 * @param user the user id
 * @param exportedAt wall clock
 * @param places all that were searched, those without anything too
 * @param notSearched what this search cannot see
 */
record ShopperExport(String user, String exportedAt, List<FoundPlace> places, List<String> notSearched) {
    private static final List<String> UNSEEN = List.of(
            "weights of models, which were learned from many shoppers and name none",
            "files and records that are no JSON",
            "states of savepoints other than the profile: those of decision jobs",
            "copies outside of the places listed here, backups among them");

    ShopperExport(String user, String exportedAt, List<FoundPlace> places) {
        this(user, exportedAt, List.copyOf(places), UNSEEN);
    }

    long items() {
        return places.stream().mapToLong(place -> place.items().size()).sum();
    }
}
