package io.leeway.sources.importers;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the columns that a mapping names stand in a file's header. */
final class ColumnPlaces {

    private static final Pattern NUMBERED = Pattern.compile("(.*)#([1-9][0-9]{0,3})");

    private ColumnPlaces() {}

    /** The columns of a mapping that a file has not. */
    static List<String> missing(CsvMapping mapping, List<String> header) {
        return mapping.allColumns().stream()
                .filter(column -> of(header, column) < 0)
                .toList();
    }

    /** The columns of a mapping that stand in a header more than once. */
    static List<String> repeated(CsvMapping mapping, List<String> header) {
        return mapping.allColumns().stream()
                .filter(column -> header.indexOf(column) != header.lastIndexOf(column))
                .toList();
    }

    /** By name, by {@code NAME#2} or by {@code #3}, from 0; -1 where there is none. */
    static int of(List<String> header, String column) {
        int named = header.indexOf(column);
        Matcher numbered = NUMBERED.matcher(column);
        if (named >= 0 || !numbered.matches()) {
            return named;
        }
        int number = Integer.parseInt(numbered.group(2));
        if (numbered.group(1).isEmpty()) {
            return number <= header.size() ? number - 1 : -1;
        }
        for (int place = 0; place < header.size(); place++) {
            if (header.get(place).equals(numbered.group(1)) && --number == 0) {
                return place;
            }
        }
        return -1;
    }
}
