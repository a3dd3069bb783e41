package io.leeway.functions.provider;

import io.leeway.model.ModelDigest;
import io.leeway.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models of remote file systems on this machine's disk, where TensorFlow can read them: one copy a
 * process, shared by all that ask for the same folder and digest, checked against it, and deleted
 * when the last lease is closed. A folder that is local is lent as it is. Thread-safe.
 */
public final class LocalCopies {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCopies.class);
    private static final Map<String, Entry> COPIES = new HashMap<>();

    private LocalCopies() {}

    private static final class Entry {
        private final FutureTask<Path> copy;
        private int leases;

        private Entry(FutureTask<Path> copy) {
            this.copy = copy;
        }
    }

    /** Lends a folder; closing it twice does nothing. */
    public static final class Lease implements AutoCloseable {
        private final @Nullable String key;
        private final Path directory;
        private boolean closed;

        private Lease(@Nullable String key, Path directory) {
            this.key = key;
            this.directory = directory;
        }

        public Path directory() {
            return directory;
        }

        @Override
        public synchronized void close() {
            if (!closed && key != null) {
                release(key);
            }
            closed = true;
        }
    }

    /**
     * The folder on this machine.
     *
     * @param digest what its files must hash to; null takes any
     * @throws ModelException when it can't be read or differs from the digest; nothing stays on
     *     disk then
     */
    public static Lease acquire(org.apache.flink.core.fs.Path folder, @Nullable String digest) {
        try {
            if (VersionFolders.isLocal(folder)) {
                return new Lease(null, Path.of(folder.getPath()));
            }
        } catch (IOException unknown) {
            throw failed(folder, unknown);
        }
        String key = folder + " " + digest;
        Entry entry;
        synchronized (COPIES) {
            entry = COPIES.computeIfAbsent(key, absent -> new Entry(new FutureTask<>(() -> copy(folder, digest))));
            entry.leases++;
        }
        // Outside the lock; a task that has run does not run again.
        entry.copy.run();
        try {
            return new Lease(key, entry.copy.get());
        } catch (ExecutionException failed) {
            synchronized (COPIES) {
                COPIES.remove(key, entry);
            }
            Throwable cause = failed.getCause();
            throw cause instanceof ModelException refused ? refused : failed(folder, cause == null ? failed : cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            release(key);
            throw failed(folder, interrupted);
        }
    }

    /** How many copies there are in this process. */
    public static int size() {
        synchronized (COPIES) {
            return COPIES.size();
        }
    }

    private static Path copy(org.apache.flink.core.fs.Path folder, @Nullable String digest) throws IOException {
        Path copy = Files.createTempDirectory("leeway-model-");
        try {
            copyAll(folder.getFileSystem(), folder, copy);
            String found = ModelDigest.of(copy).digest();
            if (digest != null && !digest.equals(found)) {
                throw ModelException.of(
                        "Model " + folder,
                        "digest " + digest,
                        found,
                        "the folder changed after the statement was planned, or is another; plan it again");
            }
            LOG.info("Copied model {} to {}", folder, copy);
            return copy;
        } catch (IOException | RuntimeException failed) {
            delete(copy);
            throw failed;
        }
    }

    private static void copyAll(FileSystem files, org.apache.flink.core.fs.Path from, Path to) throws IOException {
        FileStatus[] children = files.listStatus(from);
        if (children == null) {
            throw new IOException("nothing at " + from);
        }
        for (FileStatus child : children) {
            Path target = to.resolve(child.getPath().getName());
            if (child.isDir()) {
                Files.createDirectory(target);
                copyAll(files, child.getPath(), target);
            } else {
                try (InputStream in = files.open(child.getPath())) {
                    Files.copy(in, target);
                }
            }
        }
    }

    private static void release(String key) {
        Entry last = null;
        synchronized (COPIES) {
            Entry entry = COPIES.get(key);
            if (entry != null && --entry.leases == 0) {
                COPIES.remove(key);
                last = entry;
            }
        }
        if (last != null) {
            try {
                delete(last.copy.get());
            } catch (ExecutionException | InterruptedException unfinished) {
                LOG.warn("A copy of model {} was not finished and may have been left behind", key, unfinished);
            }
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            LOG.warn("Could not delete {}, a copy of a model; delete it by hand", folder, left);
        }
    }

    private static ModelException failed(org.apache.flink.core.fs.Path folder, Throwable cause) {
        return new ModelException(
                "Model " + folder + ": expected to copy it to this machine, found " + cause
                        + "; check the path, its permissions and the file system's plugin",
                cause);
    }
}
