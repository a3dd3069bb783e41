package io.leeway.sources.importers;

import io.leeway.sources.importers.values.BadLineException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a CSV file as cells. A bad line is one exception, and the next call continues behind
 * it. A quote joins at most {@value #MAX_JOINED} further lines, and none that is whole by itself: a
 * quote that does not close is a character, where the line has all cells then, or its line is bad
 * alone. Blank lines are passed over, and empty cells at a line's end may be left out or added.
 * Closes the stream.
 */
final class CsvLines implements Closeable {

    /** A cell with line breaks of its own may be this many lines long. */
    static final int MAX_JOINED = 50;

    private static final Pattern SEPARATOR = Pattern.compile("\"?sep=(.)\"?,*", Pattern.CASE_INSENSITIVE);

    private final PhysicalLines lines;
    private final CsvShape shape;
    private final Deque<Numbered> pushedBack = new ArrayDeque<>();
    private CsvCells parser;
    private List<String> header = List.of();
    private List<Numbered> joined = List.of();
    private long number;
    private long ofHeader;
    private long blank;
    private long inRecords;
    private long quotesAsText;

    /** A physical line and what was wrong with it, if anything. */
    private record Numbered(
            long number, String text, @Nullable BadLineException bad) {}

    /** Reads the header; throws {@link ImportException} where there is none. */
    CsvLines(InputStream in, CsvShape shape) throws IOException {
        this.lines = new PhysicalLines(in, shape.charset());
        this.shape = shape;
        this.parser = new CsvCells(shape.delimiter());
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

    /** What has become of the physical lines that were read. */
    LineAccount account() {
        return new LineAccount(lines.number() - pushedBack.size(), ofHeader, blank, inRecords, quotesAsText);
    }

    /** The next line's cells, as many as there are columns; null at the end. */
    @Nullable
    List<String> next() throws IOException, BadLineException {
        return next(header.size());
    }

    /**
     * The next line's cells, as many as there are columns; null at the end.
     *
     * @param least cells that a line must have; what is left out behind these is empty
     */
    @Nullable
    List<String> next(int least) throws IOException, BadLineException {
        Numbered line = nextNotBlank();
        if (line == null) {
            return null;
        }
        List<String> cells = fitted(cells(line, least), least);
        if (cells == null) {
            int found = cells(line.text()).size();
            throw BadLineException.undecodable("Expected " + header.size() + " cells, found " + found);
        }
        return cells;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private List<String> readHeader() throws IOException {
        for (int i = 0; i < shape.skip() && lines.next(); i++) {
            ofHeader++;
        }
        try {
            Numbered line = nextNotBlank();
            Matcher separator =
                    SEPARATOR.matcher(line == null ? "" : line.text().strip());
            if (separator.matches()) {
                parser = new CsvCells(separator.group(1).charAt(0));
                ofHeader++;
                line = nextNotBlank();
            }
            if (line == null) {
                throw new ImportException("Expected lines, found an empty file");
            }
            List<String> cells = cells(line, 0);
            boolean usual = cells.size() == shape.usualColumns().size()
                    && cells.stream().noneMatch(shape.usualColumns()::contains);
            if (shape.header() && !usual) {
                ofHeader += inRecords;
                inRecords = 0;
                return cells.stream().map(String::strip).toList();
            }
            inRecords = 0;
            pushBack(joined);
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

    private List<String> cells(Numbered first, int least) throws IOException, BadLineException {
        number = first.number();
        inRecords++;
        if (first.bad() != null) {
            throw first.bad();
        }
        String text = first.text();
        if (text.indexOf('"') < 0 || parser.delimiter() == CsvShape.BLANKS) {
            return parser.plain(text);
        }
        List<String> cells = parser.quoted(text, false);
        boolean open = cells == null && parser.isOpen(text);
        if (open) {
            cells = joined(text, least);
        }
        if (cells == null) {
            cells = fitted(parser.quoted(text, true), least);
        }
        if (cells == null && !header.isEmpty()) {
            cells = fitted(parser.plain(text), least);
            quotesAsText += cells == null ? 0 : 1;
        }
        if (cells == null) {
            throw BadLineException.undecodable(
                    open
                            ? "Expected a closing quote, found none that ends a line of " + header.size() + " cells"
                            : "Expected CSV, found a quote that is not doubled or not at a cell's end");
        }
        return cells;
    }

    private List<String> cells(String text) {
        List<String> quoted = parser.delimiter() == CsvShape.BLANKS ? null : parser.quoted(text, false);
        return quoted == null ? parser.plain(text) : quoted;
    }

    /** The cells of a line with those that its open quote joins to it, or null. */
    private @Nullable List<String> joined(String first, int least) throws IOException {
        joined = new ArrayList<>();
        StringBuilder text = new StringBuilder(first);
        while (joined.size() < MAX_JOINED) {
            Numbered next = nextPhysical();
            if (next == null) {
                break;
            }
            joined.add(next);
            if (next.bad() != null || (!header.isEmpty() && parser.isWhole(next.text(), header.size()))) {
                break;
            }
            text.append('\n').append(next.text());
            if (!parser.isOpen(text)) {
                List<String> cells = fitted(parser.quoted(text.toString(), false), least);
                if (cells != null) {
                    inRecords += joined.size();
                    return cells;
                }
                break;
            }
        }
        pushBack(joined);
        joined = List.of();
        return null;
    }

    private void pushBack(List<Numbered> read) {
        for (int i = read.size() - 1; i >= 0; i--) {
            pushedBack.addFirst(read.get(i));
        }
    }

    /** As many cells as columns: what is missing or too many at the end must be empty. */
    private @Nullable List<String> fitted(@Nullable List<String> cells, int least) {
        if (cells == null || header.isEmpty() || cells.size() == header.size()) {
            return cells;
        }
        if (cells.size() > header.size()) {
            return cells.stream().skip(header.size()).allMatch(String::isBlank)
                    ? cells.subList(0, header.size())
                    : null;
        }
        if (cells.size() < least) {
            return null;
        }
        List<String> all = new ArrayList<>(cells);
        all.addAll(Collections.nCopies(header.size() - cells.size(), ""));
        return all;
    }

    private @Nullable Numbered nextNotBlank() throws IOException {
        Numbered line = nextPhysical();
        while (line != null && line.bad() == null && line.text().isBlank()) {
            blank++;
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
