package io.leeway.training;

import io.leeway.training.options.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.flink.util.FileUtils;

/** A model's folder in the making, moved to its place whole when it is published. */
public final class ModelFolder implements AutoCloseable {
    private final Path place;
    private final Path partial;

    private ModelFolder(Path place, Path partial) {
        this.place = place;
        this.partial = partial;
    }

    /** Begins {@code <models>/<name>/<version>/}, which must not exist yet. */
    public static ModelFolder begin(Path models, String name, long version) throws IOException {
        Path place = models.resolve(name).resolve(Long.toString(version));
        if (Files.exists(place)) {
            throw new TrainingException(
                    "Expected no model at " + place + " yet, found one; give another --version or another folder");
        }
        Path partial = place.resolveSibling(".partial-" + version);
        FileUtils.deleteDirectory(partial.toFile());
        Files.createDirectories(partial);
        return new ModelFolder(place, partial);
    }

    public Path partial() {
        return partial;
    }

    /** The file beside the place that says how far an interrupted attempt is. */
    Path checkpoint(int attempt) {
        return place.resolveSibling(".training-" + place.getFileName() + (attempt == 0 ? "" : "-" + attempt));
    }

    /** Moves the model to its place, and removes what an interruption would have needed. */
    public Path publish() throws IOException {
        Path published = Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
        int attempt = 0;
        while (Files.deleteIfExists(checkpoint(attempt))) {
            attempt++;
        }
        return published;
    }

    public static TrainingException unwritable(String name, Path models, IOException failure) {
        return new TrainingException(
                "Expected to write the model " + name + " below " + models + ", found " + failure
                        + "; check the folder's permissions and the disk's free space",
                failure);
    }

    @Override
    public void close() throws IOException {
        FileUtils.deleteDirectory(partial.toFile());
    }
}
