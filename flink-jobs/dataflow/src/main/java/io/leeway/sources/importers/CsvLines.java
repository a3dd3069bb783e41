package io.leeway.sources.importers;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a CSV file as cells. A bad line is one exception, and the next call continues behind
 * it: an open quote takes in at most {@value #MAX_JOINED} physical lines, and where it does not end
 * there, the line that opened it is bad alone. Blank lines are passed over. Closes the stream.
 */
final class CsvLines implements Closeable {

    /** A cell with line breaks of its own may be this many lines long. */
    static final int MAX_JOINED = 50;

    private final PhysicalLines lines;
    private final CsvShape shape;
    private final CSVFormat format;
    private final Deque<Numbered> pushedBack = new ArrayDeque<>();
    private final List<String> header;
    private long number;

    /** A physical line and what was wrong with it, if anything. */
    private record Numbered(
            long number, String text, @Nullable BadLineException bad) {}

    /** Reads the header; throws {@link ImportException} where there is none. */
    CsvLines(InputStream in, CsvShape shape) throws IOException {
        this.lines = new PhysicalLines(in, shape.charset());
        this.shape = shape;
        this.format =
                CSVFormat.DEFAULT.builder().setDelimiter(shape.delimiter()).get();
        this.header = readHeader();
    }

    /** The columns, by name or as {@code #1}, {@code #2}, …. */
    List<String> header() {
        return header;
    }

    /** The number of the physical line with which the line that was read last begins, from 1. */
    long number() {
        return number;
    }

    /** The next line's cells, as many as there are columns; null at the end. */
    @Nullable
    List<String> next() throws IOException, BadLineException {
        Numbered line = nextNotBlank();
        if (line == null) {
            return null;
        }
        List<String> cells = cells(line);
        if (cells.size() != header.size()) {
            throw BadLineException.undecodable("Expected " + header.size() + " cells, found " + cells.size());
        }
        return cells;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private List<String> readHeader() throws IOException {
        try {
            Numbered first = nextNotBlank();
            if (first == null) {
                throw new ImportException("Expected lines, found an empty file");
            }
            String text = first.text().startsWith("\uFEFF") ? first.text().substring(1) : first.text();
            Numbered line = new Numbered(first.number(), text, first.bad());
            List<String> cells = cells(line);
            boolean usual = cells.size() == shape.usualColumns().size()
                    && cells.stream().noneMatch(shape.usualColumns()::contains);
            if (shape.header() && !usual) {
                return cells.stream().map(String::strip).toList();
            }
            pushedBack.addFirst(line);
            return usual
                    ? shape.usualColumns()
                    : IntStream.rangeClosed(1, cells.size())
                            .mapToObj(i -> "#" + i)
                            .toList();
        } catch (BadLineException bad) {
            throw new ImportException("Expected a line of CSV at the top, found none: " + bad.detail(), bad);
        }
    }

    private List<String> cells(Numbered first) throws IOException, BadLineException {
        number = first.number();
        if (first.bad() != null) {
            throw first.bad();
        }
        String text = whole(first);
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            CSVRecord cells = parser.iterator().next();
            return List.of(cells.values());
        } catch (IOException | UncheckedIOException bad) {
            throw BadLineException.undecodable(
                    "Expected CSV, found a quote that is not doubled or not at a cell's end");
        }
    }

    /** The line with those that an open quote joins to it. */
    private String whole(Numbered first) throws IOException, BadLineException {
        if (!endsInQuotes(first.text())) {
            return first.text();
        }
        List<Numbered> joined = new ArrayList<>();
        StringBuilder text = new StringBuilder(first.text());
        while (joined.size() < MAX_JOINED) {
            Numbered next = nextPhysical();
            if (next == null) {
                break;
            }
            joined.add(next);
            if (next.bad() != null) {
                break;
            }
            text.append('\n').append(next.text());
            if (!endsInQuotes(text)) {
                return text.toString();
            }
        }
        for (int i = joined.size() - 1; i >= 0; i--) {
            pushedBack.addFirst(joined.get(i));
        }
        throw BadLineException.undecodable(
                "Expected a closing quote, found none in the next " + joined.size() + " lines");
    }

    /**
     * Whether the text's last cell is still open: a quote opens at a cell's start only, and a
     * doubled one closes and opens again.
     */
    private boolean endsInQuotes(CharSequence text) {
        boolean start = true;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"') {
                    if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                        i++;
                    } else {
                        quoted = false;
                    }
                }
            } else if (c == '"' && start) {
                quoted = true;
                start = false;
            } else {
                start = c == shape.delimiter();
            }
        }
        return quoted;
    }

    private @Nullable Numbered nextNotBlank() throws IOException {
        Numbered line = nextPhysical();
        while (line != null && line.bad() == null && line.text().isBlank()) {
            line = nextPhysical();
        }
        return line;
    }

    private @Nullable Numbered nextPhysical() throws IOException {
        if (!pushedBack.isEmpty()) {
            return pushedBack.removeFirst();
        }
        if (!lines.next()) {
            return null;
        }
        try {
            return new Numbered(lines.number(), lines.text(), null);
        } catch (BadLineException bad) {
            return new Numbered(lines.number(), "", bad);
        }
    }
}
