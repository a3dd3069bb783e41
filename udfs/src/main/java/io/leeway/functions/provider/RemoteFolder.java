package io.leeway.functions.provider;

import io.leeway.model.files.SourceFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** A folder of a file system of Flink's, which lists a whole folder at once. */
record RemoteFolder(Path path) implements SourceFolder {
    @Override
    public String location() {
        return path.toString();
    }

    @Override
    public Listing open() throws IOException {
        return list(path.getFileSystem(), path);
    }

    private static Listing list(FileSystem files, Path folder) throws IOException {
        FileStatus[] found = files.listStatus(folder);
        if (found == null) {
            throw new FileNotFoundException("nothing at " + folder);
        }
        return new RemoteListing(files, found);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record RemoteListing(FileSystem files, FileStatus[] found) implements Listing {
        @Override
        public Iterator<RemoteEntry> entries() {
            return Arrays.stream(found)
                    .map(entry -> new RemoteEntry(files, entry))
                    .iterator();
        }

        @Override
        public void close() {}
    }

    private record RemoteEntry(FileSystem files, FileStatus found) implements Entry {
        @Override
        public String name() {
            return found.getPath().getName();
        }

        @Override
        public Status status() {
            return new Status(found.isDir() ? Kind.FOLDER : Kind.FILE, found.getLen());
        }

        @Override
        public InputStream file() throws IOException {
            return files.open(found.getPath());
        }

        @Override
        public Listing folder() throws IOException {
            return list(files, found.getPath());
        }
    }
}
