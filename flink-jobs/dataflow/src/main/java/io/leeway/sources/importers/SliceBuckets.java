package io.leeway.sources.importers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The first half of an external sort: lines in any order go to their slice's bucket, buckets go to
 * disk when together they exceed a budget, and each comes back as a whole, sorted. No file stays
 * open in between, however many slices there are.
 */
final class SliceBuckets {

    private final Path folder;
    private final long budgetBytes;
    private final TreeMap<Long, ByteArrayOutputStream> buffers = new TreeMap<>();
    private final SortedSet<Long> onDisk = new TreeSet<>();
    private long buffered;

    /** Spills into a folder, which is created when it is first needed. */
    SliceBuckets(Path folder, long budgetBytes) {
        this.folder = folder;
        this.budgetBytes = budgetBytes;
    }

    /**
     * A line in a bucket.
     *
     * @param marks bits that travel with the line
     * @param hash where set, an equal hash means that it is the same line again
     * @param bytes the line, without its end
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared but by ORDER
    record Line(long eventTimeMillis, int marks, @Nullable LineHash hash, byte[] bytes) {

        /**
         * By event time, then by the bytes (in an event's JSON the id comes first), then by the
         * hash, so that equal lines come together.
         */
        static final Comparator<Line> ORDER = Comparator.comparingLong(Line::eventTimeMillis)
                .thenComparing(Line::bytes, Arrays::compareUnsigned)
                .thenComparing(Line::hash, Comparator.nullsFirst(Comparator.comparing(LineHash::hex)));

        Line withBytes(byte[] other) {
            return new Line(eventTimeMillis, marks, hash, other);
        }
    }

    Path folder() {
        return folder;
    }

    void add(long slice, Line line) throws IOException {
        ByteArrayOutputStream buffer = buffers.computeIfAbsent(slice, key -> new ByteArrayOutputStream());
        int before = buffer.size();
        DataOutputStream out = new DataOutputStream(buffer);
        out.writeLong(line.eventTimeMillis());
        out.writeInt(line.marks());
        out.writeBoolean(line.hash() != null);
        if (line.hash() != null) {
            out.writeLong(line.hash().high());
            out.writeLong(line.hash().low());
        }
        out.writeInt(line.bytes().length);
        out.write(line.bytes());
        buffered += buffer.size() - before;
        if (buffered > budgetBytes) {
            spill();
        }
    }

    /** The slices that have lines, in order. */
    SortedSet<Long> slices() {
        SortedSet<Long> all = new TreeSet<>(onDisk);
        all.addAll(buffers.keySet());
        return all;
    }

    /** All lines of a slice, sorted; the slice is empty from then on. */
    List<Line> take(long slice) throws IOException {
        List<Line> lines = new ArrayList<>();
        if (onDisk.remove(slice)) {
            Path file = file(slice);
            read(Files.readAllBytes(file), lines);
            Files.delete(file);
        }
        ByteArrayOutputStream buffer = buffers.remove(slice);
        if (buffer != null) {
            buffered -= buffer.size();
            read(buffer.toByteArray(), lines);
        }
        lines.sort(Line.ORDER);
        return lines;
    }

    private void spill() throws IOException {
        Files.createDirectories(folder);
        for (var bucket : buffers.entrySet()) {
            try (OutputStream out = Files.newOutputStream(
                    file(bucket.getKey()), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                bucket.getValue().writeTo(out);
            }
            onDisk.add(bucket.getKey());
        }
        buffers.clear();
        buffered = 0;
    }

    private Path file(long slice) {
        return folder.resolve(slice + ".bucket");
    }

    private static void read(byte[] bytes, List<Line> into) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        while (in.available() > 0) {
            long time = in.readLong();
            int marks = in.readInt();
            LineHash hash = in.readBoolean() ? new LineHash(in.readLong(), in.readLong()) : null;
            into.add(new Line(time, marks, hash, in.readNBytes(in.readInt())));
        }
    }
}
