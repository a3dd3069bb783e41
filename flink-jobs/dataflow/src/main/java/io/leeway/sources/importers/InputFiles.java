package io.leeway.sources.importers;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The files of an import.
 *
 * @param files to be read, in order of their names
 * @param skipped files of a folder that were not meant, each with the reason
 * @param bytes of all files as they lie there
 */
record InputFiles(List<Path> files, List<String> skipped, long bytes) {

    /** A title above a header is not longer. */
    private static final int MOST_TITLE_LINES = 10;

    private static final Pattern CSV =
            Pattern.compile(".*\\.(csv|tsv|txt)(\\.gz)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * A file, or those of a folder that have all columns of a mapping.
     *
     * @throws ImportException where the file has not, no file of the folder has, or something
     *     cannot be read
     */
    static InputFiles find(Path input, CsvMapping mapping) throws IOException {
        if (!Files.isDirectory(input)) {
            List<String> missing = missing(input, mapping);
            if (!missing.isEmpty()) {
                throw new ImportException("Expected " + input + " to have the columns " + mapping.allColumns()
                        + ", found none named " + missing + ": " + remedy(input, mapping));
            }
            return new InputFiles(List.of(input), List.of(), Files.size(input));
        }
        List<Path> fitting = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        long bytes = 0;
        for (Path file : csvFiles(input)) {
            List<String> missing = missing(file, mapping);
            if (missing.isEmpty()) {
                fitting.add(file);
                bytes += Files.size(file);
            } else {
                skipped.add(file.getFileName() + ": no column " + String.join(", ", missing));
            }
        }
        if (fitting.isEmpty()) {
            throw new ImportException(
                    "Expected a CSV file with the columns " + mapping.allColumns() + " in " + input + ", found "
                            + (skipped.isEmpty() ? "no CSV file" : skipped) + ": name its columns or another folder");
        }
        return new InputFiles(List.copyOf(fitting), List.copyOf(skipped), bytes);
    }

    /**
     * Opens a file's lines; {@code .gz} is unzipped. The listener gets the bytes read from the file
     * itself.
     */
    static CsvLines open(Path file, CsvShape shape, LongConsumer bytesRead) throws IOException {
        InputStream raw;
        try {
            raw = new Counted(Files.newInputStream(file), bytesRead);
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
        try {
            boolean zipped = file.toString().endsWith(".gz") || file.toString().endsWith(".GZ");
            return new CsvLines(zipped ? new GZIPInputStream(raw, 1 << 16) : raw, shape);
        } catch (IOException unreadable) {
            raw.close();
            throw unreadable(file, unreadable);
        }
    }

    /** One line for a file that cannot be read, or not to its end. */
    static ImportException unreadable(Path file, IOException cause) {
        String why = cause instanceof NoSuchFileException
                ? "no such file"
                : cause instanceof ImportException ? cause.getMessage() : cause.toString();
        return new ImportException("Expected a readable CSV file, found " + file + ": " + why, cause);
    }

    /** The columns that a file has not; one that it has several times is an error. */
    private static List<String> missing(Path file, CsvMapping mapping) throws IOException {
        try (CsvLines lines = open(file, mapping.shape(), bytes -> {})) {
            List<String> header = lines.header();
            for (String column : ColumnPlaces.repeated(mapping, header)) {
                String places = IntStream.range(0, header.size())
                        .filter(place -> header.get(place).equals(column))
                        .mapToObj(place -> "#" + (place + 1))
                        .collect(Collectors.joining(" or "));
                throw new ImportException(
                        "Expected one column '" + column + "' in " + file + ", found it several times:" + " name "
                                + places + ", or '" + column + "#1' or '" + column + "#2'");
            }
            return ColumnPlaces.missing(mapping, header);
        }
    }

    /** Which of the first lines, by which delimiter, has the columns. */
    private static String remedy(Path file, CsvMapping mapping) throws IOException {
        CsvShape shape = mapping.shape();
        for (char delimiter : new char[] {shape.delimiter(), ',', ';', '\t', '|'}) {
            for (int skip = 0; skip <= MOST_TITLE_LINES; skip++) {
                CsvShape other = new CsvShape(delimiter, shape.charset(), shape.header(), List.of(), skip);
                try (CsvLines lines = open(file, other, bytes -> {})) {
                    if (ColumnPlaces.missing(mapping, lines.header()).isEmpty()) {
                        return (skip == shape.skip() ? "" : "add --skip " + skip)
                                + (skip == shape.skip() || delimiter == shape.delimiter() ? "" : " and ")
                                + (delimiter == shape.delimiter()
                                        ? ""
                                        : "add --delimiter '" + (delimiter == '\t' ? "\\t" : delimiter) + "'");
                    }
                } catch (ImportException noHeader) {
                    break;
                }
            }
        }
        return "name its columns";
    }

    private static List<Path> csvFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> CSV.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw unreadable(folder, unreadable);
        }
    }

    private static final class Counted extends FilterInputStream {

        private final LongConsumer listener;
        private long bytes;

        Counted(InputStream in, LongConsumer listener) {
            super(in);
            this.listener = listener;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            bytes += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            if (read > 0) {
                bytes += read;
                listener.accept(bytes);
            }
            return read;
        }
    }
}
