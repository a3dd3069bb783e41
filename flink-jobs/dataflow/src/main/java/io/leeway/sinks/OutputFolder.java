package io.leeway.sinks;

import java.io.IOException;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** What a folder holds that {@link Sinks#files} is to write to. */
public final class OutputFolder {
    private OutputFolder() {}

    /**
     * A file in it or in the folders in it; empty where there is none, or no folder. Files that a
     * run has not finished, whose names begin with a dot, do not count.
     */
    public static Optional<Path> firstFile(String folder) throws IOException {
        Path root = new Path(folder);
        FileSystem files = root.getFileSystem();
        return files.exists(root) ? firstFile(files, root) : Optional.empty();
    }

    private static Optional<Path> firstFile(FileSystem files, Path folder) throws IOException {
        FileStatus[] children = files.listStatus(folder);
        for (FileStatus child : children == null ? new FileStatus[0] : children) {
            Optional<Path> found = child.isDir()
                    ? firstFile(files, child.getPath())
                    : Optional.of(child.getPath())
                            .filter(file -> !file.getName().startsWith("."));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
