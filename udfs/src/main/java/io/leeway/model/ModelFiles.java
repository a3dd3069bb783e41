package io.leeway.model;

import io.leeway.model.files.FilesRefused;
import io.leeway.model.files.FolderCopy;
import io.leeway.model.files.FolderLimits;
import io.leeway.model.files.FolderReading;
import io.leeway.model.files.LocalFolder;
import io.leeway.model.files.SourceFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/**
 * A model's files as they were read once, into a private folder of this process. What is hashed,
 * judged and loaded are these; what becomes of the folder that they came from does not matter any
 * more. Closing deletes them: TensorFlow reads none of them after it has loaded the model.
 */
public final class ModelFiles implements AutoCloseable {
    private static final long MEGABYTE = 1L << 20;

    /**
     * What a model may hold. An operator raises the first two for a larger one by the system
     * properties {@code leeway.model.max-files} and {@code leeway.model.max-megabytes}; the others
     * bound what is read into memory, or by TensorFlow when it loads.
     */
    static final FolderLimits LIMITS = new FolderLimits(
            Integer.getInteger("leeway.model.max-files", 10_000),
            16,
            Long.getLong("leeway.model.max-megabytes", 4096) * MEGABYTE,
            Map.of(
                    SavedModelFile.FILE_NAME,
                    256 * MEGABYTE,
                    ModelManifest.FILE_NAME,
                    16 * MEGABYTE,
                    GoldenRows.FILE_NAME,
                    16 * MEGABYTE,
                    "assets/",
                    1024 * MEGABYTE));

    private final String location;
    private final FolderCopy copy;
    private final ModelDigest digest;

    private ModelFiles(String location, FolderCopy copy) {
        this.location = location;
        this.copy = copy;
        this.digest = ModelDigest.of(copy.hashes());
    }

    /**
     * Copies the files of one version of a model.
     *
     * @throws ModelException when the folder holds a symbolic link or more than a model may, or
     *     can't be read
     */
    public static ModelFiles copy(SourceFolder folder) {
        if (folder instanceof LocalFolder local) {
            // Else what is no model at all, and large, would be copied first.
            SavedModelFile.requireIn(local.location(), local.path());
        }
        return reading(folder, () -> new ModelFiles(folder.location(), FolderCopy.of(folder, LIMITS)));
    }

    /** The hashes of all files, none of which is copied. */
    static SortedMap<String, String> hashes(SourceFolder folder) {
        return reading(folder, () -> FolderReading.read(folder, LIMITS, null));
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T reading(SourceFolder folder, Reading<T> reading) {
        try {
            return reading.read();
        } catch (FilesRefused refused) {
            throw new ModelException("Model " + folder.location() + ": " + refused.getMessage(), refused);
        } catch (IOException unreadable) {
            throw new ModelException(
                    "Model " + folder.location() + ": expected readable files and room for a copy of them, found "
                            + unreadable + "; check the path, its permissions and the file system's plugin",
                    unreadable);
        }
    }

    /** Where the files came from, as messages name the model. */
    public String location() {
        return location;
    }

    /** The copy; good until this is closed. */
    public Path folder() {
        return copy.path();
    }

    public ModelDigest digest() {
        return digest;
    }

    @Override
    public void close() {
        copy.close();
    }
}
