package io.leeway.simulator.planting;

import java.util.Iterator;
import java.util.function.Function;

/** Entries, encoded as they are taken. */
public record EncodedEntries<T>(Iterator<PlantedEntry> entries, Function<PlantedEntry, T> encode)
        implements Iterator<T> {
    @Override
    public boolean hasNext() {
        return entries.hasNext();
    }

    @Override
    public T next() {
        return encode.apply(entries.next());
    }
}
