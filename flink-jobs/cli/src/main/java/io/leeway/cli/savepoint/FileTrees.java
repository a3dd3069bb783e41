package io.leeway.cli.savepoint;

import java.io.IOException;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Folders with all that is in them. */
final class FileTrees {
    private FileTrees() {}

    /** Deletes a folder of this machine; one that is not there is none. */
    static void delete(java.nio.file.Path folder) throws IOException {
        FileSystem.getLocalFileSystem().delete(new Path(folder.toUri()), true);
    }

    /** Bytes of the files directly in a folder; 0 while there is none. */
    static long bytes(String folder) throws IOException {
        Path path = new Path(folder);
        FileSystem files = path.getFileSystem();
        if (!files.exists(path)) {
            return 0;
        }
        long bytes = 0;
        FileStatus[] children = files.listStatus(path);
        if (children != null) {
            for (FileStatus child : children) {
                bytes += child.getLen();
            }
        }
        return bytes;
    }
}
