package io.leeway.model;

import static io.leeway.model.JsonFile.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes {@code manifest.json}. */
public final class ManifestFile {
    private static final int FORMAT = 1;
    private static final String SUBJECT = "Manifest";

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
            "calibration", JSON.valueToTree(ModelCalibration.NONE),
            "files", JSON.createObjectNode());

    /** Components of the manifest whose own components are fields of the file. */
    private static final List<String> PARTS = List.of("call", "evidence");

    private ManifestFile() {}

    /** The manifest of a model's directory; empty where there is none. */
    public static Optional<ModelManifest> find(Path directory) {
        return find(directory.toString(), directory);
    }

    /** The manifest of a model; empty where there is none. */
    public static Optional<ModelManifest> find(ModelFiles files) {
        return find(files.location(), files.folder());
    }

    private static Optional<ModelManifest> find(String location, Path directory) {
        String subject = SUBJECT + " " + location + "/" + ModelManifest.FILE_NAME;
        return JsonFile.find(subject, directory.resolve(ModelManifest.FILE_NAME), json -> {
            for (String field : REQUIRED) {
                if (!json.hasNonNull(field)) {
                    throw ModelException.of(
                            subject, "the field " + field, "none", "write it (udfs/BRING-YOUR-OWN-MODEL.md)");
                }
            }
            if (json.get("format").asInt() != FORMAT) {
                throw ModelException.of(
                        subject,
                        "format " + FORMAT,
                        "format " + json.get("format"),
                        "read it with the build that wrote it, or a later one");
            }
            ObjectNode fields = (ObjectNode) json;
            OPTIONAL.forEach((field, absent) -> {
                if (!fields.hasNonNull(field)) {
                    fields.set(field, absent.deepCopy());
                }
            });
            // The file has the fields of the parts beside the others.
            ObjectNode parts = fields.deepCopy();
            PARTS.forEach(part -> parts.set(part, fields));
            return JSON.treeToValue(parts, ModelManifest.class);
        });
    }

    static ObjectNode json(ModelManifest manifest) {
        ObjectNode fields = JSON.valueToTree(manifest);
        PARTS.forEach(part -> fields.setAll((ObjectNode) fields.remove(part)));
        return fields.put("format", FORMAT);
    }

    public static ModelManifest read(Path directory) {
        return find(directory)
                .orElseThrow(() ->
                        missing(directory.toString(), Files.isDirectory(directory) ? "none" : "no such directory"));
    }

    static ModelException missing(String location, String found) {
        return ModelException.of(
                "Model " + location,
                ModelManifest.FILE_NAME,
                found,
                "give the folder of a released model, <name>/<version>, or load it as a foreign one");
    }

    /**
     * Writes the manifest with the hashes of all files in the directory, golden rows included: the
     * last step of a release.
     *
     * @return the manifest as written; {@link ModelDigest#of} gives the digest of the release
     */
    public static ModelManifest seal(Path directory, ModelManifest manifest) {
        ModelManifest sealed = manifest.withFiles(ModelDigest.of(directory).filesWithoutManifest());
        // Of a map, because its keys are sorted.
        String json = JsonFile.text(JSON.convertValue(json(sealed), Map.class));
        JsonFile.write(SUBJECT, directory.resolve(ModelManifest.FILE_NAME), json + "\n");
        return sealed;
    }
}
