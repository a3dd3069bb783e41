package io.leeway.sources.importers;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a file's lines are made of cells.
 *
 * @param delimiter between cells, or {@link #BLANKS}; a first line such as {@code sep=;} is
 *     stronger
 * @param charset of the text; a byte order mark is stronger
 * @param header whether the first line names the columns; without one, columns are named
 *     {@code #1}, {@code #2}, …
 * @param usualColumns where not empty: the columns of a file whose first line, contrary to
 *     {@code header}, names none of them but has as many cells
 * @param skip lines at the top that are neither header nor data, such as a title
 */
public record CsvShape(char delimiter, Charset charset, boolean header, List<String> usualColumns, int skip) {

    /** Parts cells by runs of blanks. */
    public static final char BLANKS = '\0';

    /** Commas, UTF-8, a header. */
    public static final CsvShape DEFAULT = new CsvShape(',', StandardCharsets.UTF_8, true, List.of());

    public CsvShape {
        usualColumns = List.copyOf(usualColumns);
        if (delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
            throw new IllegalArgumentException(
                    "Expected a delimiter such as , ; or a tabulator, found a quote or a line's end");
        }
        if (skip < 0) {
            throw new IllegalArgumentException("Expected a number of lines to skip, found " + skip);
        }
    }

    public CsvShape(char delimiter, Charset charset, boolean header, List<String> usualColumns) {
        this(delimiter, charset, header, usualColumns, 0);
    }
}
