package io.leeway.cli.options;

import io.leeway.sources.importers.ImportFormat;
import java.util.Iterator;

/**
 * The names of the known formats, for the help of options that take one:
 * {@code completionCandidates = FormatNames.class}.
 */
public final class FormatNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return ImportFormat.names().iterator();
    }
}
