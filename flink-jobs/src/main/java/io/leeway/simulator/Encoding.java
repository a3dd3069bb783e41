package io.leeway.simulator;

import java.util.Iterator;
import java.util.function.Function;

/** Entries, encoded as they are taken. */
record Encoding<T>(Iterator<Entry> entries, Function<Entry, T> encode) implements Iterator<T> {
    @Override
    public boolean hasNext() {
        return entries.hasNext();
    }

    @Override
    public T next() {
        return encode.apply(entries.next());
    }
}
