package io.leeway.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes {@code manifest.json}. */
public final class ManifestFile {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** Without these nothing can be served; the error names the missing one. */
    private static final List<String> REQUIRED = List.of(
            "format",
            "name",
            "version",
            "task",
            "signature",
            "inputs",
            "output",
            "horizonDays",
            "returnEvent",
            "profile");

    /** What is empty where it is absent. */
    private static final Map<String, JsonNode> OPTIONAL = Map.of(
            "vocabulary", JSON.createArrayNode(),
            "training", JSON.createObjectNode(),
            "metrics", JSON.createObjectNode(),
            "files", JSON.createObjectNode());

    private ManifestFile() {}

    /** The manifest of a model's directory; empty where there is none. */
    public static Optional<ModelManifest> find(Path directory) {
        Path file = directory.resolve(ModelManifest.FILE_NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            for (String field : REQUIRED) {
                if (!tree.hasNonNull(field)) {
                    throw ModelException.of(
                            "Manifest " + file,
                            "the field " + field,
                            "none",
                            "write it (udfs/BRING-YOUR-OWN-MODEL.md)");
                }
            }
            OPTIONAL.forEach((field, absent) -> {
                if (!tree.hasNonNull(field)) {
                    ((ObjectNode) tree).set(field, absent.deepCopy());
                }
            });
            return Optional.of(JSON.treeToValue(tree, ModelManifest.class));
        } catch (JacksonException damaged) {
            throw new ModelException(
                    "Manifest " + file + ": expected a manifest in JSON, found an unreadable one ("
                            + damaged.getOriginalMessage() + "); copy the released model again",
                    damaged);
        } catch (IOException unreadable) {
            throw new ModelException(
                    "Manifest " + file + ": expected a readable file, found " + unreadable + "; check its permissions",
                    unreadable);
        }
    }

    /** The manifest of a model's directory. */
    public static ModelManifest read(Path directory) {
        return find(directory)
                .orElseThrow(() -> ModelException.of(
                        "Model " + directory,
                        ModelManifest.FILE_NAME,
                        Files.isDirectory(directory) ? "none" : "no such directory",
                        "give the folder of a released model, <name>/<version>, or load it as a foreign one"));
    }

    /**
     * Writes the manifest with the hashes of all files in the directory, golden rows included: the
     * last step of a release.
     *
     * @return the manifest as written; {@link ModelDigest#of} gives the digest of the release
     */
    public static ModelManifest seal(Path directory, ModelManifest manifest) {
        ModelManifest sealed = manifest.withFiles(ModelDigest.of(directory).filesWithoutManifest());
        Path file = directory.resolve(ModelManifest.FILE_NAME);
        try {
            Files.writeString(file, JSON.writeValueAsString(sealed) + "\n");
        } catch (IOException unwritable) {
            throw new ModelException(
                    "Manifest " + file + ": expected to write it, found " + unwritable
                            + "; check the folder's permissions",
                    unwritable);
        }
        return sealed;
    }
}
