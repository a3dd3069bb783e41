package io.leeway.sources.importers;

import java.util.List;
import java.util.Map;

/**
 * What an import did.
 *
 * @param counts by name, in the order of a table: {@code lines} = {@code events} + {@code no-user}
 *     + {@code exact-duplicates} + {@code quarantined} + {@code left-out} + {@code total-lines} +
 *     {@code duplicates-added}; behind these {@code cancellations} and each rule that changed or
 *     rejected a line
 * @param notes what a person should know: the physical lines, the most frequent reasons with an
 *     example each, how ambiguous values were read, what is implausible; a line each
 * @param skipped files of the folder that were not, each with the reason
 */
public record ImportReport(
        HistoryIndex index, Map<String, Long> counts, List<String> files, List<String> skipped, List<String> notes) {}
