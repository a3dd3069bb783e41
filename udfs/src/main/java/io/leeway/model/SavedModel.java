package io.leeway.model;

import static java.util.Objects.requireNonNull;

import io.leeway.model.calls.CallLanes;
import io.leeway.model.files.LocalFolder;
import io.leeway.model.files.SourceFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

/**
 * A model that was verified, loaded and warmed up.
 *
 * <p>Thread-safe: several threads may call {@link #predict} at a time. The caller closes it; in a
 * job take it from {@link SharedModels}, which keeps one instance a process. Never put it into
 * Flink's state.
 */
public final class SavedModel implements Predictor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SavedModel.class);

    private final ModelContents contents;
    private final Map<String, SignatureCall> calls = new HashMap<>();
    private final SavedModelBundle bundle;
    private final CallLanes lanes;
    private final int goldenRows;
    private volatile boolean closed;

    private SavedModel(
            ModelContents contents, MetaGraphDef graph, SavedModelBundle bundle, CallLanes lanes, int goldenRows) {
        this.contents = contents;
        this.goldenRows = goldenRows;
        this.bundle = bundle;
        this.lanes = lanes;
        contents.signatures()
                .forEach((name, signature) -> calls.put(
                        name, new SignatureCall(signature, graph.getSignatureDefOrThrow(name), bundle.graph())));
    }

    /**
     * Loads the model of a directory: copies its files, verifies digests, judges its operations and
     * its signature, loads it into TensorFlow, and has it answer its golden rows.
     *
     * @throws ModelException when any of this fails; nothing stays loaded then
     */
    public static SavedModel load(Path directory, LoadOptions options) {
        return load(new LocalFolder(directory), options);
    }

    /** Loads a model of a file system of any kind. */
    public static SavedModel load(SourceFolder folder, LoadOptions options) {
        try (ModelFiles files = ModelFiles.copy(folder)) {
            return load(files, options);
        }
    }

    /** Loads the model of a location, whose manifest must be of that name and version. */
    public static SavedModel load(ModelLocation location, LoadOptions options) {
        try (ModelFiles files = ModelFiles.copy(new LocalFolder(location.directory()))) {
            ManifestFile.find(files).ifPresent(location::requireManifest);
            return load(files, options);
        }
    }

    /** Loads a model of files that were copied, which it needs no longer then. */
    public static SavedModel load(ModelFiles files, LoadOptions options) {
        ModelContents.Verified verified = ModelContents.verify(files, options.digest());
        ModelContents contents = verified.contents();
        if (contents.manifest().isEmpty() && !options.foreign()) {
            throw ManifestFile.missing(files.location(), "none");
        }
        requireFit(contents, options);
        Optional<GoldenRows> golden = GoldenRows.find(files);
        CallLanes lanes = new CallLanes(options.callTime());
        SavedModelBundle bundle = open(files, options, lanes);
        try {
            SavedModel model = new SavedModel(
                    contents,
                    verified.graph(),
                    bundle,
                    lanes,
                    golden.map(GoldenRows::rows).orElse(0));
            golden.ifPresent(rows -> rows.check(model));
            lanes.warm();
            LOG.info(
                    "Loaded model {} with digest {}; {} golden rows agree",
                    files.location(),
                    contents.digest(),
                    model.goldenRows());
            return model;
        } catch (RuntimeException refused) {
            bundle.close();
            throw refused;
        }
    }

    private static SavedModelBundle open(ModelFiles files, LoadOptions options, CallLanes lanes) {
        try {
            ConfigProto.Builder config = ConfigProto.newBuilder()
                    .setIntraOpParallelismThreads(options.intraOpThreads())
                    .setInterOpParallelismThreads(options.interOpThreads())
                    // Else the first session of the process decides for all that follow.
                    .setUsePerSessionThreads(true);
            lanes.declare(config, options.interOpThreads());
            return SavedModelBundle.loader(files.folder().toString())
                    .withTags(SavedModelFile.TAG)
                    .withConfigProto(config.build())
                    .load();
        } catch (RuntimeException refused) {
            // TensorFlow's exceptions have no parent of their own in common: an invalid argument is
            // an IllegalArgumentException.
            throw new ModelException(
                    "Model " + files.location() + ": expected a SavedModel that TensorFlow loads, found '"
                            + ModelException.firstLine(refused)
                                    .replace(files.folder().toString(), files.location())
                            + "'; export or copy the model again",
                    refused);
        }
    }

    /** The folder that it was loaded from, as messages name it. */
    public String location() {
        return contents.location();
    }

    /** How many golden rows it answered as recorded when it was loaded. */
    public int goldenRows() {
        return goldenRows;
    }

    /** The digest of all its files, lower-case hexadecimal. */
    public String digest() {
        return contents.digest();
    }

    /** Its manifest; empty for a foreign model without one. */
    public Optional<ModelManifest> manifest() {
        return contents.manifest();
    }

    public Map<String, ModelSignature> signatures() {
        return contents.signatures();
    }

    public ModelSignature signature(String name) {
        return contents.signature(name, "name one of these");
    }

    /** Refuses a task or profile that this model does not fit, as loading does. */
    public void requireFit(LoadOptions options) {
        requireFit(contents, options);
    }

    private static void requireFit(ModelContents contents, LoadOptions options) {
        contents.manifest()
                .ifPresent(known -> FeatureFit.check(contents.location(), known, contents.signatures(), options));
    }

    @Override
    public Map<String, TensorColumn> predict(String signature, Map<String, TensorColumn> inputs, int rows) {
        SignatureCall call = requireNonNull(calls.get(signature(signature).name()));
        String location = contents.location();
        call.requireFit(location, inputs, rows);
        if (closed) {
            throw ModelException.of("Model " + location, "an open model", "a closed one", "acquire it again");
        }
        List<Tensor> fed = new ArrayList<>(inputs.size());
        CallLanes.Lane lane = lanes.take();
        try {
            Session.Runner runner = bundle.session().runner().setOptions(lane.options());
            call.feedAndFetch(runner, inputs, rows, fed);
            try (Result result = runner.run()) {
                return call.columns(result, location, rows);
            }
        } catch (ModelException refused) {
            throw refused;
        } catch (RuntimeException failed) {
            if (lane.isPast()) {
                throw new CallExpired(
                        "Model " + location + ", signature " + signature + ", " + rows + " rows", lane.time());
            }
            throw new ModelException(
                    "Model " + location + ", signature " + signature + ", " + rows
                            + " rows: expected an answer, found '" + ModelException.firstLine(failed)
                            + "'; check that the rows are the model's kind",
                    failed);
        } finally {
            lanes.giveBack(lane);
            fed.forEach(Tensor::close);
        }
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
