package io.leeway.sources.importers;

import io.leeway.sources.importers.values.BadLineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some columns of a dataset's table that is small enough to be held, for what asks about a dataset
 * as it is.
 */
public final class DatasetTable {

    private DatasetTable() {}

    /**
     * Reads.
     *
     * @param dataset the folder in which the table lies as {@code name.csv} or {@code name.csv.gz},
     *     or the file itself
     * @return each line's cells of those columns, in their order
     * @throws ImportException where the table or a column is missing, or a line cannot be read
     */
    public static List<String[]> read(Path dataset, String name, String... columns) throws IOException {
        Path file = file(dataset, name);
        List<String[]> rows = new ArrayList<>();
        try (CsvLines lines = InputFiles.open(file, CsvShape.DEFAULT, bytes -> {})) {
            int[] places = new int[columns.length];
            for (int i = 0; i < places.length; i++) {
                places[i] = lines.header().indexOf(columns[i]);
                if (places[i] < 0) {
                    throw new ImportException("Expected the columns " + Arrays.asList(columns) + " in " + file
                            + ", found " + lines.header());
                }
            }
            for (List<String> cells = next(lines, file); cells != null; cells = next(lines, file)) {
                String[] row = new String[places.length];
                for (int i = 0; i < places.length; i++) {
                    row[i] = cells.get(places[i]).strip();
                }
                rows.add(row);
            }
        } catch (ImportException clear) {
            throw clear;
        } catch (IOException unreadable) {
            throw InputFiles.unreadable(file, unreadable);
        }
        return rows;
    }

    private static @Nullable List<String> next(CsvLines lines, Path file) throws IOException {
        try {
            return lines.next();
        } catch (BadLineException bad) {
            throw new ImportException(
                    "Expected lines of CSV in " + file + ", found in line " + lines.number() + ": " + bad.detail(),
                    bad);
        }
    }

    private static Path file(Path dataset, String name) throws ImportException {
        if (Files.isRegularFile(dataset)) {
            return dataset;
        }
        for (String ending : List.of(".csv.gz", ".csv")) {
            Path file = dataset.resolve(name + ending);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new ImportException("Expected " + name + ".csv or " + name + ".csv.gz in " + dataset
                + ", found neither; name the dataset's folder");
    }
}
