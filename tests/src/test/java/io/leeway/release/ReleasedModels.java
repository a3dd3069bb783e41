package io.leeway.release;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** More versions of a trained model: the same network under another number, so that all that differs is which version answered. */
public record ReleasedModels(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A copy of version 1 as another version, with a manifest of its own. */
    public void add(Path models, String name, long version) throws IOException {
        Path directory = folder.resolve(name).resolve(Long.toString(version));
        copy(models.resolve(name).resolve("1"), directory);
        Path file = directory.resolve(ModelManifest.FILE_NAME);
        ObjectNode manifest = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
        manifest.put("version", version);
        Files.write(file, JSON.writeValueAsBytes(manifest));
        ManifestFile.seal(directory, ManifestFile.read(directory));
    }

    /** Turns one bit of a weight over, as a bad disk would. */
    void damage(String name, long version) throws IOException {
        Path weights;
        try (Stream<Path> all = Files.walk(folder.resolve(name).resolve(Long.toString(version)))) {
            weights = all.filter(path -> path.toString().contains(".data-"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] ^= 1;
        Files.write(weights, bytes);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target);
                }
            }
        }
    }
}
