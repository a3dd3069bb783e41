package io.leeway.cli.rights;

import java.util.List;

/**
 * A place that was searched for a shopper.
 *
 * @param name a topic, a folder or a savepoint
 * @param holds what such a place holds, for people
 * @param items what was found, in the order in which it lies there; empty for nothing
 */
record FoundPlace(String name, String holds, List<FoundItem> items) {
    FoundPlace {
        items = List.copyOf(items);
    }
}
