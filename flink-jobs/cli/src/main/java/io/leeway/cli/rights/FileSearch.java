package io.leeway.cli.rights;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.sources.importers.HistoryIndex;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Searches the lines of files below folders, those that are compressed by gzip too. */
final class FileSearch {
    private static final int LONGEST_LINE = 1 << 24;
    private static final String LINES = ".*\\.jsonl(\\.gz)?";

    private final UserMention user;
    private final Clock clock;
    private final boolean rewrite;

    /** @param rewrite whether files of JSON lines are written again without the lines found */
    FileSearch(UserMention user, Clock clock, boolean rewrite) {
        this.user = user;
        this.clock = clock;
        this.rewrite = rewrite;
    }

    /** A place for each folder, and for each file in which something was found. */
    List<SearchedPlace> search(List<Path> folders) {
        List<SearchedPlace> places = new ArrayList<>();
        for (Path folder : folders) {
            try {
                List<SearchedPlace> found = search(folder);
                places.addAll(found.isEmpty() ? List.of(SearchedPlace.nothing("files below " + folder)) : found);
            } catch (IOException | UncheckedIOException e) {
                throw new UserError(
                        "Expected to read all files below " + folder + (rewrite ? " and to write them" : "")
                                + ", found: " + e.getMessage() + "; check the path and its permissions",
                        e);
            }
        }
        return places;
    }

    private List<SearchedPlace> search(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> below = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            files = below.filter(Files::isRegularFile).sorted().toList();
        }
        List<SearchedPlace> places = new ArrayList<>();
        Map<Path, Long> removed = new HashMap<>();
        try (ProgressBar bar = new ProgressBar(CommandScreen.error(), "files", files.size(), "files", clock)) {
            long searched = 0;
            for (Path file : files) {
                long whole = rewrite && file.toString().matches(LINES) ? copyOthers(file.toRealPath()) : 0;
                if (whole > 0) {
                    removed.put(file, whole);
                    places.add(new SearchedPlace(
                            "file " + file, whole, SearchedPlace.Fate.REMOVED, null, "written again without them"));
                }
                long found = lines(file, user::isIn, OutputStream.nullOutputStream());
                if (found > 0) {
                    places.add(SearchedPlace.left(
                            "file " + file,
                            found,
                            "--rewrite removes JSON lines of the user; write other files again, or delete them"));
                }
                bar.update(++searched);
            }
        }
        for (Path index : files) {
            Path history = index.getParent();
            if (history != null && index.endsWith(HistoryIndex.FILE)) {
                correct(history, removed);
            }
        }
        return places;
    }

    private static void correct(Path history, Map<Path, Long> removed) throws IOException {
        Map<String, Long> ofHistory = new HashMap<>();
        removed.forEach((file, lines) -> {
            if (file.startsWith(history)) {
                ofHistory.put(history.relativize(file).toString(), lines);
            }
        });
        if (!ofHistory.isEmpty()) {
            HistoryIndex.read(history).without(ofHistory).write(history);
        }
    }

    /** Writes a file again without the lines of the user alone; gives their number. */
    private long copyOthers(Path file) throws IOException {
        long whole = lines(file, user::isWhole, OutputStream.nullOutputStream());
        if (whole > 0) {
            Path next = Files.createTempFile(file.toAbsolutePath().getParent(), ".leeway-", ".new");
            try {
                try (OutputStream plain = new BufferedOutputStream(Files.newOutputStream(next));
                        OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
                    lines(file, user::isWhole, out);
                }
                if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)) {
                    Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(file));
                }
                Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(next);
            }
        }
        return whole;
    }

    /** How many lines are of that kind; the others are copied. */
    private static long lines(Path file, Predicate<byte[]> kind, OutputStream others) throws IOException {
        long found = 0;
        try (InputStream plain = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = isCompressed(plain) ? new BufferedInputStream(new GZIPInputStream(plain)) : plain) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int next;
            do {
                next = in.read();
                if (next >= 0) {
                    line.write(next);
                }
                if (next < 0 || next == '\n' || line.size() == LONGEST_LINE) {
                    byte[] bytes = line.toByteArray();
                    if (bytes.length > 0 && kind.test(bytes)) {
                        found++;
                    } else {
                        others.write(bytes);
                    }
                    line.reset();
                }
            } while (next >= 0);
        }
        return found;
    }

    private static boolean isCompressed(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip;
    }
}
