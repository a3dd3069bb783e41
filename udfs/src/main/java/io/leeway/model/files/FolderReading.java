package io.leeway.model.files;

import io.leeway.model.files.SourceFolder.Entry;
import io.leeway.model.files.SourceFolder.Listing;
import io.leeway.model.files.SourceFolder.Status;
import io.leeway.shopper.StableHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads each file below a folder once, and hashes what it read; writes the same bytes to another
 * folder where one is given. Ends at the first entry beyond a limit, so that what is refused costs
 * no more than what is allowed.
 */
public final class FolderReading {
    private static final int BUFFER = 1 << 16;
    private static final int SHOWN = 200;

    private final FolderLimits limits;
    private final byte[] buffer = new byte[BUFFER];
    private final SortedMap<String, String> hashes = new TreeMap<>();
    private final Map<String, Long> topBytes = new HashMap<>();
    private int entries;
    private long bytes;

    private FolderReading(FolderLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads a folder.
     *
     * @param copy an empty folder for a copy; null makes none
     * @return the SHA-256 of every file in lower-case hexadecimal, by path relative to the folder,
     *     with {@code /} between levels
     * @throws FilesRefused when it holds a symbolic link, something that is neither a file nor a
     *     folder, a name that paths cannot tell from another, or more than the limits
     * @throws IOException when it cannot be read, or the copy not be written
     */
    public static SortedMap<String, String> read(SourceFolder folder, FolderLimits limits, @Nullable Path copy)
            throws IOException {
        FolderReading reading = new FolderReading(limits);
        try (Listing top = folder.open()) {
            reading.folder(top, "", copy, 1);
        } catch (DirectoryIteratorException | UncheckedIOException unlisted) {
            throw new IOException(unlisted.getCause());
        }
        return reading.hashes;
    }

    private void folder(Listing listing, String path, @Nullable Path copy, int depth) throws IOException {
        if (depth > limits.depth()) {
            throw new FilesRefused(
                    "folders nested at most " + limits.depth() + " deep",
                    "the folder " + shown(path),
                    "remove what does not belong to it");
        }
        Iterator<? extends Entry> all = listing.entries();
        while (all.hasNext()) {
            Entry entry = all.next();
            String name = path + entry.name();
            if (++entries > limits.entries()) {
                throw new FilesRefused(
                        "at most " + limits.entries() + " files and folders",
                        "more",
                        "remove what does not belong to it");
            }
            requirePlain(entry.name(), name);
            Path target = copy == null ? null : copy.resolve(entry.name());
            Status status = entry.status();
            switch (status.kind()) {
                case FILE -> file(entry, name, status.bytes(), target);
                case FOLDER -> {
                    if (target != null) {
                        Files.createDirectory(target);
                    }
                    try (Listing inner = entry.folder()) {
                        folder(inner, name + "/", target, depth + 1);
                    }
                }
                case LINK ->
                    throw new FilesRefused(
                            "files and folders alone", "the symbolic link " + shown(name), "put the file in its place");
                case OTHER ->
                    throw new FilesRefused("files and folders alone", shown(name) + ", which is neither", "remove it");
            }
        }
    }

    /** A list of hashes has a path a line and / between levels: no other name may look the same. */
    private static void requirePlain(String name, String path) throws FilesRefused {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\\') >= 0
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new FilesRefused(
                    "names without \\, / and control characters", "the file " + shown(path), "rename it");
        }
    }

    private void file(Entry entry, String path, long size, @Nullable Path target) throws IOException {
        MessageDigest digest = StableHash.sha256();
        requireRoom(path, 0, size);
        long own = 0;
        try (InputStream in = entry.file();
                OutputStream out = target == null
                        ? OutputStream.nullOutputStream()
                        : Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            int read;
            while ((read = in.read(buffer)) >= 0) {
                // Again: a file can grow while it is read.
                requireRoom(path, own, read);
                own += read;
                bytes += read;
                topBytes.merge(top(path), (long) read, Long::sum);
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        }
        hashes.put(path, HexFormat.of().formatHex(digest.digest()));
    }

    /** @param own what was read of the file already */
    private void requireRoom(String path, long own, long more) throws FilesRefused {
        requireAtMost(limits.bytes().get(path), own + more, "in " + path);
        String top = top(path);
        requireAtMost(limits.bytes().get(top), topBytes.getOrDefault(top, 0L) + more, "in " + top);
        requireAtMost(limits.totalBytes(), bytes + more, "in all its files");
    }

    /** The folder of the first level that a file is in, with / at its end; empty for none. */
    private static String top(String path) {
        return path.substring(0, path.indexOf('/') + 1);
    }

    private static void requireAtMost(@Nullable Long limit, long found, String where) throws FilesRefused {
        if (limit != null && found > limit) {
            throw new FilesRefused("at most " + limit + " bytes " + where, "more", "make it smaller");
        }
    }

    private static String shown(String path) {
        String printable = path.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN) + "…";
    }
}
