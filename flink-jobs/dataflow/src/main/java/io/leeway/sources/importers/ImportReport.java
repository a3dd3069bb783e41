package io.leeway.sources.importers;

import java.util.List;
import java.util.Map;

/**
 * What an import did.
 *
 * @param counts by name, in the order of a table: {@code lines} = {@code events} + {@code no-user}
 *     + {@code exact-duplicates} + {@code quarantined}; behind these {@code cancellations} and each
 *     rule that changed or rejected a line
 * @param skipped files of the folder that were not, each with the reason
 */
public record ImportReport(HistoryIndex index, Map<String, Long> counts, List<String> files, List<String> skipped) {}
