package io.leeway.model;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.RunOptions;

/**
 * A model that was verified, loaded and warmed up.
 *
 * <p>Thread-safe: several threads may call {@link #predict} at a time. The caller closes it; in a
 * job take it from {@link SharedModels}, which keeps one instance a process. Never put it into
 * Flink's state.
 */
public final class SavedModel implements Predictor, AutoCloseable {
    /** Operations run on the calling thread: small models answer sooner so. */
    private static final RunOptions ON_THE_CALLERS_THREAD =
            RunOptions.newBuilder().setInterOpThreadPool(-1).build();

    private static final Logger LOG = LoggerFactory.getLogger(SavedModel.class);

    private final Path directory;
    private final ModelDigest digest;
    private final Optional<ModelManifest> manifest;
    private final Map<String, ModelSignature> signatures;
    private final Map<String, SignatureCall> calls;
    private final SavedModelBundle bundle;
    private volatile boolean closed;

    private SavedModel(
            Path directory,
            ModelDigest digest,
            Optional<ModelManifest> manifest,
            Map<String, ModelSignature> signatures,
            MetaGraphDef graph,
            SavedModelBundle bundle) {
        this.directory = directory;
        this.digest = digest;
        this.manifest = manifest;
        this.signatures = signatures;
        this.bundle = bundle;
        this.calls = new LinkedHashMap<>();
        signatures.forEach((name, signature) ->
                calls.put(name, new SignatureCall(signature, graph.getSignatureDefOrThrow(name), bundle.graph())));
    }

    /**
     * Loads the model of a directory: verifies digests, judges its operations and its signature,
     * loads it into TensorFlow, and has it answer its golden rows.
     *
     * @throws ModelException when any of this fails; nothing stays loaded then
     */
    public static SavedModel load(Path directory, LoadOptions options) {
        ModelDigest digest = ModelDigest.of(directory);
        MetaGraphDef graph = SavedModelFile.read(directory);
        digest.require(directory, options.digest());
        Optional<ModelManifest> manifest =
                options.foreign() ? ManifestFile.find(directory) : Optional.of(ManifestFile.read(directory));
        manifest.ifPresent(known -> digest.requireFiles(directory, known.files()));
        OperationPolicy.check(directory, graph);
        Map<String, ModelSignature> signatures = SavedModelFile.signatures(graph);
        manifest.ifPresent(known -> FeatureFit.check(directory, known, signatures, options));

        SavedModelBundle bundle = open(directory, options);
        try {
            SavedModel model = new SavedModel(directory, digest, manifest, signatures, graph, bundle);
            Optional<GoldenRows> golden = GoldenRows.find(directory);
            golden.ifPresent(rows -> rows.check(model, directory));
            LOG.info(
                    "Loaded model {} with digest {}; {} golden rows agree",
                    directory,
                    digest.digest(),
                    golden.map(GoldenRows::rows).orElse(0));
            return model;
        } catch (RuntimeException refused) {
            bundle.close();
            throw refused;
        }
    }

    /** Loads the model of a location, whose manifest must be of that name and version. */
    public static SavedModel load(ModelLocation location, LoadOptions options) {
        ManifestFile.find(location.directory()).ifPresent(location::requireManifest);
        return load(location.directory(), options);
    }

    private static SavedModelBundle open(Path directory, LoadOptions options) {
        try {
            return SavedModelBundle.loader(directory.toString())
                    .withTags(SavedModelFile.TAG)
                    .withConfigProto(ConfigProto.newBuilder()
                            .setIntraOpParallelismThreads(options.intraOpThreads())
                            .setInterOpParallelismThreads(options.interOpThreads())
                            // Else the first session of the process decides for all that follow.
                            .setUsePerSessionThreads(true)
                            .build())
                    .load();
        } catch (RuntimeException refused) {
            // TensorFlow's exceptions have no parent of their own in common: an invalid argument is
            // an IllegalArgumentException.
            throw new ModelException(
                    "Model " + directory + ": expected a SavedModel that TensorFlow loads, found '"
                            + ModelException.firstLine(refused) + "'; export or copy the model again",
                    refused);
        }
    }

    /** Where it was loaded from. */
    public Path directory() {
        return directory;
    }

    /** The digest of all its files, lower-case hexadecimal. */
    public String digest() {
        return digest.digest();
    }

    /** Its manifest; empty for a foreign model without one. */
    public Optional<ModelManifest> manifest() {
        return manifest;
    }

    /** What can be called, by name. */
    public Map<String, ModelSignature> signatures() {
        return signatures;
    }

    /** The signature of this name. */
    public ModelSignature signature(String name) {
        return call(name).signature();
    }

    /** Refuses a task or profile that this model does not fit, as loading does. */
    public void requireFit(LoadOptions options) {
        manifest.ifPresent(known -> FeatureFit.check(directory, known, signatures, options));
    }

    @Override
    public Map<String, TensorColumn> predict(String signature, Map<String, TensorColumn> inputs, int rows) {
        SignatureCall call = call(signature);
        call.requireFit(directory, inputs, rows);
        if (closed) {
            throw ModelException.of("Model " + directory, "an open model", "a closed one", "acquire it again");
        }
        List<Tensor> fed = new ArrayList<>(inputs.size());
        try {
            Session.Runner runner = bundle.session().runner().setOptions(ON_THE_CALLERS_THREAD);
            call.feedAndFetch(runner, inputs, rows, fed);
            try (Result result = runner.run()) {
                return call.columns(result, directory, rows);
            }
        } catch (ModelException refused) {
            throw refused;
        } catch (RuntimeException failed) {
            throw new ModelException(
                    "Model " + directory + ", signature " + signature + ", " + rows
                            + " rows: expected an answer, found '" + ModelException.firstLine(failed)
                            + "'; check that the rows are the model's kind",
                    failed);
        } finally {
            fed.forEach(Tensor::close);
        }
    }

    private SignatureCall call(String signature) {
        SignatureCall call = calls.get(requireNonNull(signature, "signature"));
        if (call == null) {
            throw ModelException.of(
                    "Model " + directory,
                    "a signature " + signature,
                    calls.keySet().toString(),
                    "name one of these");
        }
        return call;
    }

    /** Waits for running calls and frees the native memory. Calling it again does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            bundle.close();
        }
    }
}
