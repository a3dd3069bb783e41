package io.leeway.cli.erasure;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Searches the lines of files below folders, those that are compressed by gzip too. */
final class FileSearch {
    private static final int LONGEST_LINE = 1 << 24;

    private final UserMention user;
    private final Clock clock;

    FileSearch(UserMention user, Clock clock) {
        this.user = user;
        this.clock = clock;
    }

    /** A place for each folder, and for each file in which something is left. */
    List<SearchedPlace> search(List<Path> folders) {
        List<SearchedPlace> places = new ArrayList<>();
        for (Path folder : folders) {
            List<Path> files = files(folder);
            long before = places.size();
            try (ProgressBar bar = new ProgressBar(CommandScreen.error(), "files", files.size(), "files", clock)) {
                long searched = 0;
                for (Path file : files) {
                    SearchedPlace place = SearchedPlace.left(
                            "file " + file,
                            lines(file),
                            "a file: write it again without the user, or delete it; jobs with --erasures drop these lines");
                    if (place.found() > 0) {
                        places.add(place);
                    }
                    bar.update(++searched);
                }
            }
            if (places.size() == before) {
                places.add(SearchedPlace.nothing("files below " + folder));
            }
        }
        return places;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UserError(
                    "Expected a folder at " + folder + ", found: " + e.getMessage() + "; name one that can be read", e);
        }
    }

    private long lines(Path file) {
        long found = 0;
        try (InputStream plain = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = isCompressed(plain) ? new BufferedInputStream(new GZIPInputStream(plain)) : plain) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n' || line.size() == LONGEST_LINE) {
                    found += user.isIn(line.toByteArray()) ? 1 : 0;
                    line.reset();
                } else {
                    line.write(next);
                }
            }
            return found + (line.size() > 0 && user.isIn(line.toByteArray()) ? 1 : 0);
        } catch (IOException e) {
            throw new UserError("Expected to read " + file + " to its end, found: " + e.getMessage(), e);
        }
    }

    private static boolean isCompressed(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip;
    }
}
