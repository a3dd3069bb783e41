package io.leeway.sources.importers;

import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventRules;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.sources.importers.values.BadLineException;
import io.leeway.sources.importers.values.SentinelTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV files into history. Every line but blank ones ends in one of these counts:
 *
 * <ul>
 *   <li>{@code no-user}: it names no user, so it belongs to no history;
 *   <li>{@code left-out}: its kind is no event by the mapping; only where the mapping names such
 *       kinds;
 *   <li>{@code total-lines}: it is a sum of others, without a time;
 *   <li>{@code quarantined}: it is no event or an implausible one; it is in
 *       {@code quarantine.jsonl} with file, line, reason and detail, and under its rule's count;
 *   <li>{@code exact-duplicates}: every cell is the same as another line's, in whatever file, and
 *       that line is an event already ({@link RepeatedLines} says otherwise);
 *   <li>{@code events}: it is in the history, normalised.
 * </ul>
 *
 * <p>An event without an id of its own gets the hash of its line's cells: lines that differ
 * anywhere are different events.
 */
public final class Importer {

    static final String LINES = "lines";
    static final String EVENTS = "events";
    static final String NO_USER = "no-user";
    static final String LEFT_OUT = "left-out";
    static final String QUARANTINED = "quarantined";
    static final String TOTAL_LINES = "total-lines";
    static final String CANCELLATIONS = "cancellations";
    static final String WEIGHED = "weighed";

    private final CsvMapping mapping;
    private final @Nullable Instant notAfter;
    private final HistoryWriter history;
    private final Quarantine quarantine;
    private final RefusedLines refused = new RefusedLines();
    private final ImportNotes notes = new ImportNotes();
    private long bytesOfFilesBefore;

    private Importer(CsvMapping mapping, @Nullable Instant notAfter, HistoryWriter history, Quarantine quarantine) {
        this.mapping = mapping;
        this.notAfter = notAfter;
        this.history = history;
        this.quarantine = quarantine;
    }

    /**
     * Imports a file, or all files of a folder that have the mapping's columns.
     *
     * @param output a folder that is new, empty or may be overwritten; it appears whole at the end
     *     or not at all
     * @throws ImportException where the input cannot be read or has no event, or the output is
     *     something else: one line for people
     */
    public static ImportReport run(
            Path input, CsvMapping mapping, Path output, HistoryOptions options, ProgressListener progress)
            throws IOException {
        InputFiles files = InputFiles.find(input, mapping);
        try (HistoryWriter history = HistoryWriter.open(output, options);
                Quarantine quarantine = new Quarantine(history.working())) {
            for (String name : List.of(LINES, NO_USER, RepeatedLines.DROP.countName(), QUARANTINED, CANCELLATIONS)) {
                history.count(name, 0);
            }
            Importer importer = new Importer(mapping, options.notAfter(), history, quarantine);
            for (Path file : files.files()) {
                importer.read(file, files.bytes(), progress);
            }
            quarantine.close();
            if (history.isEmpty()) {
                throw new ImportException(
                        "Expected events, found none in " + input + ": " + importer.refused.summary());
            }
            return importer.report(history.finish(), files);
        }
    }

    private void read(Path file, long bytesOfAll, ProgressListener progress) throws IOException {
        long before = bytesOfFilesBefore;
        try (CsvLines lines = InputFiles.open(file, mapping.shape(), bytes -> {
            bytesOfFilesBefore = before + bytes;
            progress.read(before + bytes, bytesOfAll);
        })) {
            FileDecimals decimals = new FileDecimals(file, mapping);
            LineMapper mapper = new LineMapper(mapping, lines.header(), decimals);
            int least = mapper.leastCells();
            boolean more = true;
            while (more) {
                try {
                    List<String> cells = next(lines, least, file);
                    more = cells != null;
                    if (cells != null) {
                        history.count(LINES, 1);
                        take(cells, mapper, file, lines.number());
                    }
                } catch (BadLineException bad) {
                    history.count(QUARANTINED, 1);
                    history.count(bad.rule(), 1);
                    refused.add(bad.rule(), file, lines.number(), bad.detail());
                    quarantine.add(file, lines.number(), bad.rule(), bad.detail());
                }
            }
            notes.add(lines.account(), decimals.note());
        }
    }

    private @Nullable List<String> next(CsvLines lines, int least, Path file) throws IOException, BadLineException {
        try {
            return lines.next(least);
        } catch (BadLineException bad) {
            history.count(LINES, 1);
            throw bad;
        } catch (IOException unreadable) {
            throw InputFiles.unreadable(file, unreadable);
        }
    }

    private void take(List<String> cells, LineMapper mapper, Path file, long line)
            throws IOException, BadLineException {
        if (mapper.isTotal(cells)) {
            history.count(TOTAL_LINES, 1);
            refused.add(TOTAL_LINES, file, line, "a sum of other lines");
            return;
        }
        String user = mapper.user(cells);
        if (user == null) {
            history.count(NO_USER, 1);
            notes.addNoUser(mapper.userCell(cells));
            refused.add(
                    NO_USER,
                    file,
                    line,
                    "no user in column " + mapping.columns(EventField.USER) + ", found '" + mapper.userCell(cells)
                            + "'");
            return;
        }
        if (mapper.isLeftOut(cells)) {
            history.count(LEFT_OUT, 1);
            refused.add(LEFT_OUT, file, line, "of a type that the mapping leaves out");
            return;
        }
        LineHash hash = LineHash.of(cells);
        ShopperEvent event = mapper.event(cells, user, hash);
        EventRules.Outcome outcome = EventRules.apply(event, OptionalLong.empty());
        if (outcome instanceof EventRules.Accepted accepted) {
            notes.add(event, file, line);
            if (notAfter == null
                    ? SentinelTimes.is(event.eventTimeMillis())
                    : event.eventTimeMillis() > notAfter.toEpochMilli()) {
                throw implausible(
                        event.eventTimeMillis(),
                        EventRules.IMPLAUSIBLE_TIME,
                        "Expected a time not after " + notAfter + ", found "
                                + Instant.ofEpochMilli(event.eventTimeMillis()));
            }
            List<String> counted = accepted.changedBy();
            if (mapper.isCancellation(cells)) {
                counted = and(counted, CANCELLATIONS);
            }
            if (mapper.isWeighed()) {
                counted = and(counted, WEIGHED);
            }
            history.appendOnce(event.eventTimeMillis(), EventJson.write(accepted.event()), hash, counted);
        } else if (outcome instanceof EventRules.Rejected rejected) {
            throw implausible(event.eventTimeMillis(), rejected.rule(), rejected.detail());
        }
    }

    private static BadLineException implausible(long millis, String rule, String detail) {
        return rule.equals(EventRules.IMPLAUSIBLE_TIME) && SentinelTimes.is(millis)
                ? new BadLineException(
                        SentinelTimes.RULE,
                        SentinelTimes.detail(Instant.ofEpochMilli(millis).toString()))
                : new BadLineException(rule, detail);
    }

    private static List<String> and(List<String> rules, String rule) {
        List<String> more = new ArrayList<>(rules);
        more.add(rule);
        return more;
    }

    private ImportReport report(HistoryIndex index, InputFiles files) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(LINES, index.counts().get(LINES));
        counts.put(EVENTS, index.events());
        index.counts().forEach(counts::putIfAbsent);
        return new ImportReport(
                index,
                Collections.unmodifiableMap(counts),
                files.files().stream().map(Path::toString).toList(),
                files.skipped(),
                notes.lines(refused, index));
    }
}
