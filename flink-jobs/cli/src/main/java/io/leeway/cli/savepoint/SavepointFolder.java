package io.leeway.cli.savepoint;

import io.leeway.cli.console.UserError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Savepoints and retained checkpoints below a folder, on any file system that Flink supports. */
public final class SavepointFolder {
    private static final int DEEPEST = 4;

    private SavepointFolder() {}

    /**
     * What there is.
     *
     * @param found newest first, without states
     * @param unreadable how many others cannot be read
     */
    record Listing(List<SavepointContents> found, int unreadable) {}

    /**
     * Lists a folder.
     *
     * @throws UserError when there is none, or it cannot be read
     */
    static Listing list(String folder) {
        List<SavepointContents> found = new ArrayList<>();
        List<String> paths = paths(folder);
        paths.forEach(path -> SavepointContents.outline(path).ifPresent(found::add));
        found.sort(Comparator.comparingLong(SavepointContents::atMillis)
                .reversed()
                .thenComparing(SavepointContents::path));
        return new Listing(found, paths.size() - found.size());
    }

    /**
     * The path of the newest that a job can start from: one whose operators are those of the job's
     * ledger.
     *
     * @throws UserError when there is none, or the job has no ledger
     */
    public static String latest(String folder, String mainClass) {
        String job = StateLedger.nameOf(mainClass)
                .orElseThrow(() -> new UserError("Expected with --from-latest one of the jobs "
                        + StateLedger.JOBS.values() + ", found " + mainClass + "; name a path with --from-savepoint"));
        Listing listing = list(folder);
        Optional<String> latest = listing.found().stream()
                .filter(each -> StateLedgers.fits(job, each))
                .map(SavepointContents::path)
                .findFirst();
        return latest.orElseThrow(() -> new UserError("Expected a savepoint or checkpoint of " + mainClass + " below "
                + folder + ", found " + listing.found().size() + " of other jobs and " + listing.unreadable()
                + " that cannot be read; leave out --from-latest for a first start"));
    }

    /** The savepoints and checkpoints below a folder, whether or not they can be read. */
    static List<String> paths(String folder) {
        Path root = new Path(SavepointLocation.of(folder));
        List<String> paths = new ArrayList<>();
        try {
            walk(root.getFileSystem(), root, 0, paths);
        } catch (FileNotFoundException e) {
            throw new UserError("Expected a folder with savepoints at " + folder + ", found none; name another", e);
        } catch (IOException e) {
            throw new UserError("Expected a folder that can be read at " + folder + ", found: " + e.getMessage(), e);
        }
        return paths;
    }

    private static void walk(FileSystem files, Path folder, int depth, List<String> paths) throws IOException {
        FileStatus[] children = files.listStatus(folder);
        if (children == null) {
            throw new FileNotFoundException(folder.toString());
        }
        for (FileStatus child : children) {
            if (!child.isDir() && child.getPath().getName().equals(SavepointContents.METADATA)) {
                paths.add(folder.toString());
            } else if (child.isDir() && depth < DEEPEST) {
                walk(files, child.getPath(), depth + 1, paths);
            }
        }
    }
}
