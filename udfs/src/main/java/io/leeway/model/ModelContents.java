package io.leeway.model;

import io.leeway.model.files.LocalFolder;
import io.leeway.model.files.SourceFolder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.MetaGraphDef;

/**
 * What a model's folder says of itself, read and judged as {@link SavedModel#load} judges it, but
 * without TensorFlow: nothing native is loaded, so that a client that only plans a statement can
 * look.
 *
 * @param location the folder of one version, as messages name it
 * @param digest its {@link ModelDigest}
 * @param manifest empty for a model that another project made
 * @param signatures what can be called, by name
 */
public record ModelContents(
        String location, String digest, Optional<ModelManifest> manifest, Map<String, ModelSignature> signatures) {

    public ModelContents {
        signatures = Collections.unmodifiableMap(new TreeMap<>(signatures));
    }

    /**
     * Reads a model with a manifest or without.
     *
     * @param expected the digest that the model must have; null takes any
     * @throws ModelException when files differ from the manifest's or the digest's, an operation is
     *     not allowed, or there is no model
     */
    public static ModelContents read(Path directory, @Nullable String expected) {
        return read(new LocalFolder(directory), expected);
    }

    /** Reads a model of a file system of any kind. */
    public static ModelContents read(SourceFolder folder, @Nullable String expected) {
        try (ModelFiles files = ModelFiles.copy(folder)) {
            return verify(files, expected).contents();
        }
    }

    /** What was read, with the graph, for loading it. */
    record Verified(ModelContents contents, MetaGraphDef graph) {}

    static Verified verify(ModelFiles files, @Nullable String expected) {
        String location = files.location();
        ModelDigest digest = files.digest();
        MetaGraphDef graph = SavedModelFile.read(files);
        digest.require(location, expected);
        Optional<ModelManifest> manifest = ManifestFile.find(files);
        manifest.ifPresent(known -> digest.requireFiles(location, known.files()));
        OperationPolicy.check(location, graph);
        return new Verified(
                new ModelContents(location, digest.digest(), manifest, SavedModelFile.signatures(graph)), graph);
    }

    /** The signature of this name; the error ends with the advice. */
    public ModelSignature signature(String name, String advice) {
        ModelSignature signature = signatures.get(name);
        if (signature == null) {
            throw ModelException.of(
                    "Model " + location,
                    "a signature " + name,
                    signatures.keySet().toString(),
                    advice);
        }
        return signature;
    }
}
