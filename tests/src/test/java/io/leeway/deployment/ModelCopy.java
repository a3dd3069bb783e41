package io.leeway.deployment;

import io.leeway.model.ManifestFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** A copy of trained models, to be damaged. */
record ModelCopy(Path models) {
    private static final String GRAPH = "saved_model.pb";

    static ModelCopy of(Path original, Path copy) throws IOException {
        try (Stream<Path> all = Files.walk(original)) {
            for (Path from : all.toList()) {
                Path to = copy.resolve(original.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(from, to);
                }
            }
        }
        return new ModelCopy(copy);
    }

    /** The folder of the one version of a model. */
    Path version(String name) {
        return models.resolve(name).resolve("1");
    }

    /** Turns one bit of a weight over, as a bad disk would. */
    Path tamper(String name) throws IOException {
        Path file;
        try (Stream<Path> all = Files.walk(version(name))) {
            file = all.filter(path -> path.toString().contains(".data-"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        return file;
    }

    /** Changes the graph and seals the release again, as somebody would who can write there. */
    void edit(String name, Consumer<MetaGraphDef.Builder> change) {
        Path directory = version(name);
        Path file = directory.resolve(GRAPH);
        try {
            SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
            change.accept(model.getMetaGraphsBuilder(0));
            Files.write(file, model.build().toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ManifestFile.seal(directory, ManifestFile.read(directory));
    }
}
