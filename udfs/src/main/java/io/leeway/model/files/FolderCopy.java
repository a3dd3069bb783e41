package io.leeway.model.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of a folder that only this process's user may read (mode 0700), in {@code java.io.tmpdir}.
 * Closing deletes it; what is open when the JVM ends is deleted then. Thread-safe.
 */
public final class FolderCopy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderCopy.class);
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(FolderCopy::delete), "leeway-model-copies"));
    }

    private final Path path;
    private final SortedMap<String, String> hashes;

    private FolderCopy(Path path, SortedMap<String, String> hashes) {
        this.path = path;
        this.hashes = hashes;
    }

    /**
     * Copies a folder.
     *
     * @throws IOException as {@link FolderReading#read}; nothing of the copy is left then
     */
    public static FolderCopy of(SourceFolder folder, FolderLimits limits) throws IOException {
        Path path = Files.createTempDirectory("leeway-model-");
        OPEN.add(path);
        boolean copied = false;
        try {
            FolderCopy copy = new FolderCopy(path, FolderReading.read(folder, limits, path));
            copied = true;
            return copy;
        } finally {
            if (!copied) {
                delete(path);
            }
        }
    }

    public Path path() {
        return path;
    }

    /** The SHA-256 of every file as it was copied, by path relative to the folder. */
    public SortedMap<String, String> hashes() {
        return hashes;
    }

    @Override
    public void close() {
        delete(path);
    }

    private static void delete(Path folder) {
        if (!OPEN.remove(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed)
                        throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException left) {
            LOG.warn("Could not delete {}, a copy of a model; delete it by hand", folder, left);
        }
    }
}
