package io.leeway.sources.importers;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a file's lines are made of cells.
 *
 * @param delimiter between cells
 * @param charset one in which a line's end is one byte
 * @param header whether the first line names the columns; without one, columns are named
 *     {@code #1}, {@code #2}, …
 * @param usualColumns where not empty: the columns of a file whose first line, contrary to
 *     {@code header}, names none of them but has as many cells
 */
public record CsvShape(char delimiter, Charset charset, boolean header, List<String> usualColumns) {

    /** Commas, UTF-8, a header. */
    public static final CsvShape DEFAULT = new CsvShape(',', StandardCharsets.UTF_8, true, List.of());

    public CsvShape {
        usualColumns = List.copyOf(usualColumns);
        if (delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
            throw new IllegalArgumentException(
                    "Expected a delimiter such as , ; or a tabulator, found a quote or a line's end");
        }
        if ("\n".getBytes(charset).length != 1) {
            throw new IllegalArgumentException(
                    "Expected an encoding such as UTF-8 or ISO-8859-1, found " + charset + ": convert the file first");
        }
    }
}
