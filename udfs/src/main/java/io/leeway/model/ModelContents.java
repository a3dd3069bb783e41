package io.leeway.model;

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
 * @param directory the folder of one version
 * @param digest its {@link ModelDigest}
 * @param manifest empty for a model that another project made
 * @param signatures what can be called, by name
 */
public record ModelContents(
        Path directory, String digest, Optional<ModelManifest> manifest, Map<String, ModelSignature> signatures) {

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
        return verify(directory, expected).contents();
    }

    /** What was read, with the graph, for loading it. */
    record Verified(ModelContents contents, MetaGraphDef graph) {}

    static Verified verify(Path directory, @Nullable String expected) {
        ModelDigest digest = ModelDigest.of(directory);
        MetaGraphDef graph = SavedModelFile.read(directory);
        digest.require(directory, expected);
        Optional<ModelManifest> manifest = ManifestFile.find(directory);
        manifest.ifPresent(known -> digest.requireFiles(directory, known.files()));
        OperationPolicy.check(directory, graph);
        return new Verified(
                new ModelContents(directory, digest.digest(), manifest, SavedModelFile.signatures(graph)), graph);
    }

    /** The signature of this name; the error ends with the advice. */
    public ModelSignature signature(String name, String advice) {
        ModelSignature signature = signatures.get(name);
        if (signature == null) {
            throw ModelException.of(
                    "Model " + directory,
                    "a signature " + name,
                    signatures.keySet().toString(),
                    advice);
        }
        return signature;
    }
}
