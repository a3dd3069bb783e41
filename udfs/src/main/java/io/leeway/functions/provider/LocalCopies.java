package io.leeway.functions.provider;

import io.leeway.model.ModelDigest;
import io.leeway.model.ModelException;
import io.leeway.model.lease.Lease;
import io.leeway.model.lease.LeasePool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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
    private static final LeasePool<Key, Path> COPIES =
            new LeasePool<>(LocalCopies::delete, (key, cause) -> failed(key.folder(), cause));

    private LocalCopies() {}

    private record Key(
            org.apache.flink.core.fs.Path folder, @Nullable String digest) {}

    /**
     * The folder on this machine.
     *
     * @param digest what its files must hash to; null takes any
     * @throws ModelException when it can't be read or differs from the digest; nothing stays on
     *     disk then
     */
    public static Lease<Path> acquire(org.apache.flink.core.fs.Path folder, @Nullable String digest) {
        try {
            if (VersionFolders.isLocal(folder)) {
                return new Lease<>(Path.of(folder.getPath()), () -> {});
            }
        } catch (IOException unknown) {
            throw failed(folder, unknown);
        }
        return COPIES.acquire(new Key(folder, digest), () -> copy(folder, digest));
    }

    public static int size() {
        return COPIES.size();
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
        return cause instanceof ModelException refused
                ? refused
                : new ModelException(
                        "Model " + folder + ": expected to copy it to this machine, found " + cause
                                + "; check the path, its permissions and the file system's plugin",
                        cause);
    }
}
