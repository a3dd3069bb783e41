package io.leeway.sources.importers;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The lines of an import that are no event, by reason, with an example of each. For one thread. */
final class RefusedLines {

    /** Details differ by what was found; what was expected names a reason, up to a number of them. */
    private static final String FOUND = ", found ";

    private static final int MOST_REASONS = 100;

    private final Map<String, Reason> reasons = new LinkedHashMap<>();

    private static final class Reason {
        private final String rule;
        private final String example;
        private long lines;

        Reason(String rule, String example) {
            this.rule = rule;
            this.example = example;
        }
    }

    void add(String rule, Path file, long line, String detail) {
        int found = detail.indexOf(FOUND);
        String expected = found < 0 || reasons.size() >= MOST_REASONS ? rule : rule + detail.substring(0, found);
        reasons.computeIfAbsent(expected, absent -> new Reason(rule, file + ", line " + line + ": " + detail)).lines++;
    }

    /** The most frequent reasons, a line each, with an example. */
    List<String> mostFrequent(int number) {
        return reasons.values().stream()
                .sorted(Comparator.comparingLong((Reason reason) -> reason.lines)
                        .reversed())
                .limit(number)
                .map(reason -> String.format(
                        Locale.ROOT, "%,d lines are %s, such as %s", reason.lines, reason.rule, reason.example))
                .toList();
    }

    /** The most frequent reason with its example, and by rule how many lines have another one. */
    String summary() {
        if (reasons.isEmpty()) {
            return "it has no lines";
        }
        Reason first = Collections.max(reasons.values(), Comparator.comparingLong(reason -> reason.lines));
        Map<String, Long> others = new LinkedHashMap<>();
        long lines = first.lines;
        for (Reason reason : reasons.values()) {
            if (reason != first) {
                others.merge(reason.rule, reason.lines, Long::sum);
                lines += reason.lines;
            }
        }
        StringBuilder summary = new StringBuilder(String.format(
                Locale.ROOT, "%,d of %,d lines are %s, such as %s", first.lines, lines, first.rule, first.example));
        others.forEach((rule, count) -> summary.append(String.format(Locale.ROOT, "; %,d are %s", count, rule)));
        return summary.toString();
    }
}
