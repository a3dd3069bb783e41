package io.leeway.sources.importers;

import io.leeway.sources.importers.SliceBuckets.Line;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes history: lines come in any order and lie there sorted by event time, then by their bytes
 * (an event's JSON begins with its id), in a file a slice of event time:
 * {@code events-2026-01-31.jsonl}, or {@code events-2026-01-31T06-00.jsonl} where a slice is not
 * whole days. With a cut they lie in the folders {@code history} and {@code live}, which are
 * histories themselves.
 *
 * <p>The folder appears whole at {@link #finish}, with its {@link HistoryIndex}; the caller closes
 * the writer, and closing before that leaves nothing. Memory: the buffers' budget, and one slice at
 * a time at the end. Not thread-safe.
 */
public final class HistoryWriter implements Closeable {

    private static final long BUDGET_BYTES = 64L << 20;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final FolderSwap folder;
    private final HistoryOptions options;
    private final SliceBuckets past;
    private final SliceBuckets live;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<String> markNames = new ArrayList<>();

    private HistoryWriter(FolderSwap folder, HistoryOptions options, long budgetBytes) {
        this.folder = folder;
        this.options = options;
        this.past = new SliceBuckets(folder.working().resolve("buckets-past"), budgetBytes / 2);
        this.live = new SliceBuckets(folder.working().resolve("buckets-live"), budgetBytes / 2);
    }

    /**
     * A writer into a folder that is new, empty or, with {@link HistoryOptions#overwrite}, a
     * finished history.
     *
     * @throws ImportException where it is anything else
     */
    public static HistoryWriter open(Path output, HistoryOptions options) throws IOException {
        return open(output, options, BUDGET_BYTES);
    }

    static HistoryWriter open(Path output, HistoryOptions options, long budgetBytes) throws IOException {
        return new HistoryWriter(FolderSwap.into(output, options.overwrite()), options, budgetBytes);
    }

    /**
     * Adds a line, as often as it comes.
     *
     * @param eventTimeMillis where it is to stand; milliseconds since the epoch
     * @param line without its end and without line breaks, UTF-8 where it is an event; not copied,
     *     not to be changed
     */
    public void append(long eventTimeMillis, byte[] line) throws IOException {
        append(new Line(eventTimeMillis, 0, null, line));
    }

    /**
     * Adds an event's line once: another with the same hash and the same event time is dropped, kept
     * under an id of its own or added to its quantity, as the options say, and counted.
     *
     * @param countedUnder what is counted if the line stays; at most 31 names in all
     */
    void appendOnce(long eventTimeMillis, byte[] line, LineHash hash, List<String> countedUnder) throws IOException {
        int marks = 0;
        for (String name : countedUnder) {
            if (!markNames.contains(name)) {
                markNames.add(name);
            }
            marks |= 1 << markNames.indexOf(name);
        }
        append(new Line(eventTimeMillis, marks, hash, line));
    }

    /** Adds to a count of the index. Counts appear in the order in which they were first named. */
    public void count(String name, long times) {
        counts.merge(name, times, Long::sum);
    }

    boolean isEmpty() {
        return past.slices().isEmpty() && live.slices().isEmpty();
    }

    /** Where to write further files that are to appear with the history. */
    Path working() {
        return folder.working();
    }

    /**
     * Sorts, writes and makes the folder appear.
     *
     * @throws ImportException where no line was appended; nothing appears then
     */
    public HistoryIndex finish() throws IOException {
        if (isEmpty()) {
            throw new ImportException("Expected at least one event, found none: nothing was written");
        }
        HistoryIndex index;
        Instant cut = options.cut();
        if (cut == null) {
            index = write(past, folder.working(), null, null);
        } else {
            HistoryIndex before = part("history", past, null, cut);
            HistoryIndex after = part("live", live, cut, null);
            List<HistoryIndex.Slice> slices = new ArrayList<>();
            before.slices().forEach(slice -> slices.add(within("history/", slice)));
            after.slices().forEach(slice -> slices.add(within("live/", slice)));
            index = new HistoryIndex(
                    before.from(), after.to(), before.events() + after.events(), Map.of(), cut, slices);
        }
        index = new HistoryIndex(index.from(), index.to(), index.events(), counts, cut, index.slices());
        index.write(folder.working());
        folder.commit();
        return index;
    }

    /** Deletes what was written, unless it is finished. */
    @Override
    public void close() throws IOException {
        folder.close();
    }

    private void append(Line line) throws IOException {
        long time = line.eventTimeMillis();
        Instant cut = options.cut();
        SliceBuckets part = cut == null || time < cut.toEpochMilli() ? past : live;
        part.add(Math.floorDiv(time, options.slice().toMillis()), line);
    }

    private HistoryIndex part(String name, SliceBuckets lines, @Nullable Instant from, @Nullable Instant to)
            throws IOException {
        Path part = Files.createDirectory(folder.working().resolve(name));
        HistoryIndex index = write(lines, part, from, to);
        index.write(part);
        return index;
    }

    private HistoryIndex write(SliceBuckets buckets, Path into, @Nullable Instant from, @Nullable Instant to)
            throws IOException {
        List<HistoryIndex.Slice> slices = new ArrayList<>();
        long events = 0;
        Instant first = from;
        Instant end = to;
        for (long slice : buckets.slices()) {
            List<Line> lines = once(buckets.take(slice));
            String file = "events-" + name(slice) + ".jsonl";
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(into.resolve(file)), 1 << 16)) {
                for (Line line : lines) {
                    out.write(line.bytes());
                    out.write('\n');
                }
            }
            slices.add(new HistoryIndex.Slice(file, lines.size()));
            events += lines.size();
            first = first != null ? first : Instant.ofEpochMilli(lines.get(0).eventTimeMillis());
            end = to != null
                    ? to
                    : Instant.ofEpochMilli(lines.get(lines.size() - 1).eventTimeMillis())
                            .plusMillis(1);
        }
        Files.deleteIfExists(buckets.folder());
        // A part without lines is the empty span at the cut.
        Instant known = first != null ? first : end;
        Instant start = known != null ? known : Instant.EPOCH;
        return new HistoryIndex(start, end != null ? end : start, events, Map.of(), null, slices);
    }

    /**
     * The lines without those that are the same again, which stand together, and the counts of
     * those that stay.
     */
    private List<Line> once(List<Line> sorted) {
        List<Line> kept = new ArrayList<>(sorted.size());
        Line last = null;
        int copies = 1;
        for (Line line : sorted) {
            if (last != null
                    && line.hash() != null
                    && line.hash().equals(last.hash())
                    && line.eventTimeMillis() == last.eventTimeMillis()) {
                copies++;
                count(options.duplicates().countName(), 1);
                switch (options.duplicates()) {
                    case DROP -> {}
                    case ADD -> kept.set(kept.size() - 1, last.withBytes(RepeatedLines.added(last.bytes(), copies)));
                    case KEEP -> {
                        countMarks(line);
                        kept.add(line.withBytes(RepeatedLines.numbered(line.bytes(), copies)));
                    }
                }
                continue;
            }
            copies = 1;
            countMarks(line);
            kept.add(line);
            last = line;
        }
        return kept;
    }

    private void countMarks(Line line) {
        for (int marks = line.marks(); marks != 0; marks &= marks - 1) {
            count(markNames.get(Integer.numberOfTrailingZeros(marks)), 1);
        }
    }

    private String name(long slice) {
        long sliceMillis = options.slice().toMillis();
        String start = Instant.ofEpochMilli(slice * sliceMillis).toString();
        return sliceMillis % DAY_MILLIS == 0
                ? start.substring(0, start.indexOf('T'))
                : start.substring(0, start.indexOf('T') + 6).replace(':', '-');
    }

    private static HistoryIndex.Slice within(String folder, HistoryIndex.Slice slice) {
        return new HistoryIndex.Slice(folder + slice.file(), slice.events());
    }
}
