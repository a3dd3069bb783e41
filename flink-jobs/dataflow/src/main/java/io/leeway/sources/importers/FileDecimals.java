package io.leeway.sources.importers;

import io.leeway.sources.importers.values.BadLineException;
import io.leeway.sources.importers.values.DecimalEvidence;
import io.leeway.sources.importers.values.DecimalMark;
import io.leeway.sources.importers.values.ShopNumber;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decimal mark of one file's numbers: the stated one, or what its other numbers prove. These
 * are read, all of them, when the first ambiguous number comes. For one thread.
 */
final class FileDecimals {

    private final Path file;
    private final CsvMapping mapping;
    private @Nullable DecimalMark mark;
    private boolean decided;
    private @Nullable String note;

    FileDecimals(Path file, CsvMapping mapping) {
        this.file = file;
        this.mapping = mapping;
        this.mark = mapping.decimalMark();
        this.decided = mark != null;
    }

    /** The number's value; one that stays ambiguous is a bad line with both readings. */
    BigDecimal value(EventField field, ShopNumber number, String text) throws BadLineException, IOException {
        BigDecimal grouped = number.grouped();
        if (grouped == null) {
            return number.value();
        }
        if (!decided) {
            decide(text, number);
        }
        if (mark == null) {
            throw BadLineException.undecodable("Expected a number with one meaning in '" + field.optionName()
                    + "', found '" + text + "', which is " + number.value() + " or " + grouped
                    + ": add --decimal . or --decimal ,");
        }
        return mark.valueOf(number);
    }

    /** How ambiguous numbers were read and why, or null where none came. */
    @Nullable
    String note() {
        return note;
    }

    private void decide(String text, ShopNumber number) throws IOException {
        decided = true;
        DecimalEvidence evidence = new DecimalEvidence();
        try (CsvLines lines = InputFiles.open(file, mapping.shape(), bytes -> {})) {
            LineMapper mapper = new LineMapper(mapping, lines.header(), this);
            boolean more = true;
            while (more) {
                try {
                    List<String> cells = lines.next(mapper.leastCells());
                    more = cells != null;
                    if (cells != null) {
                        mapper.numbers(cells).forEach(each -> evidence.add(each, lines.number()));
                    }
                } catch (BadLineException bad) {
                    // It is counted where it is read for its event.
                }
            }
        }
        mark = evidence.mark();
        if (mark != null) {
            note = "numbers such as '" + text + "' are read as " + mark.valueOf(number) + ", because of "
                    + evidence.example(mark) + " of " + file + "; --decimal says otherwise";
        }
    }
}
