package io.leeway.functions;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/**
 * The files of this machine under {@code far:}, as a file system that Flink takes for a remote one.
 */
public final class FarFileSystem extends LocalFileSystem {

    /** How many files were opened. */
    public static final AtomicInteger OPENED = new AtomicInteger();

    @Override
    public boolean isDistributedFS() {
        return true;
    }

    @Override
    public URI getUri() {
        return URI.create("far:///");
    }

    @Override
    public FSDataInputStream open(Path path) throws IOException {
        OPENED.incrementAndGet();
        return super.open(path);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        FileStatus[] found = super.listStatus(path);
        if (found != null) {
            for (int i = 0; i < found.length; i++) {
                found[i] = new Far(found[i]);
            }
        }
        return found;
    }

    private record Far(FileStatus near) implements FileStatus {
        @Override
        public long getLen() {
            return near.getLen();
        }

        @Override
        public long getBlockSize() {
            return near.getBlockSize();
        }

        @Override
        public short getReplication() {
            return near.getReplication();
        }

        @Override
        public long getModificationTime() {
            return near.getModificationTime();
        }

        @Override
        public long getAccessTime() {
            return near.getAccessTime();
        }

        @Override
        public boolean isDir() {
            return near.isDir();
        }

        @Override
        public Path getPath() {
            return new Path("far://" + near.getPath().getPath());
        }
    }

    /** Found by Flink as a file system's plugin is. */
    public static final class Factory implements FileSystemFactory {
        @Override
        public String getScheme() {
            return "far";
        }

        @Override
        public FileSystem create(URI uri) {
            return new FarFileSystem();
        }
    }
}
