package io.leeway.sources.importers;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The lines of an import that are no event, by reason, each reason with its first line as an
 * example. For one thread.
 */
final class RefusedLines {

    /**
     * Details differ by what was found; what was expected names a reason, unless there are too many
     * of them.
     */
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
        reasons.computeIfAbsent(expected, absent -> new Reason(rule, file + ", line " + line + ": " + detail))
                .lines++;
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
                Locale.ROOT,
                "%,d of %,d lines are %s, such as %s",
                first.lines,
                lines,
                first.rule,
                first.example));
        others.forEach((rule, count) -> summary.append(String.format(Locale.ROOT, "; %,d are %s", count, rule)));
        return summary.toString();
    }
}
