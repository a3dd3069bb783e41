package io.leeway.sources.importers;

import io.leeway.shopper.events.EventType;
import io.leeway.sources.importers.values.AbsentWords;
import io.leeway.sources.importers.values.BadLineException;
import io.leeway.sources.importers.values.DecimalMark;
import io.leeway.sources.importers.values.TimeFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The mapping of 84.51°'s The Complete Journey, with the categories of its products. */
final class CompleteJourney {

    private CompleteJourney() {}

    static CsvMapping mapping(Path input) throws IOException {
        return new CsvMapping.Builder()
                .decimalMark(DecimalMark.POINT)
                .type(EventType.PURCHASE)
                .column(EventField.USER, "household_id")
                .column(EventField.ITEM, "product_id")
                .column(EventField.QUANTITY, "quantity")
                .column(EventField.PRICE, "sales_value")
                .priceOfLine(true)
                .currency("USD")
                .column(EventField.TIME, "transaction_timestamp")
                .time(TimeFormat.pattern("yyyy-MM-dd HH:mm:ss", ZoneOffset.UTC))
                .categoryOfItem(categories(products(input)))
                .build();
    }

    private static Path products(Path input) throws ImportException {
        Path folder = Files.isDirectory(input) ? input : input.resolveSibling(".");
        for (String name : List.of("products.csv.gz", "products.csv")) {
            Path file = folder.resolve(name).normalize();
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new ImportException("Expected products.csv or products.csv.gz beside the transactions, found none in "
                + folder.normalize() + ": the categories come from it");
    }

    private static Map<String, String> categories(Path products) throws IOException {
        Map<String, String> categories = new HashMap<>();
        try (CsvLines lines = InputFiles.open(products, CsvShape.DEFAULT, bytes -> {})) {
            int item = place(products, lines, "product_id");
            int department = place(products, lines, "department");
            int category = place(products, lines, "product_category");
            while (true) {
                try {
                    List<String> cells = lines.next();
                    if (cells == null) {
                        return categories;
                    }
                    List<String> levels = Stream.of(cells.get(department), cells.get(category))
                            .map(AbsentWords.USUAL::presentOr)
                            .filter(Objects::nonNull)
                            .toList();
                    if (!levels.isEmpty()) {
                        categories.put(cells.get(item).strip(), LineMapper.path(levels));
                    }
                } catch (BadLineException noProduct) {
                    // The purchases of it go on without a category.
                }
            }
        } catch (ImportException clear) {
            throw clear;
        } catch (IOException unreadable) {
            throw InputFiles.unreadable(products, unreadable);
        }
    }

    private static int place(Path file, CsvLines lines, String column) throws ImportException {
        int place = lines.header().indexOf(column);
        if (place < 0) {
            throw new ImportException("Expected the column " + column + " in " + file + ", found " + lines.header());
        }
        return place;
    }
}
