package io.leeway.model.check;

import static java.util.Objects.requireNonNull;

import io.leeway.model.FeatureFit;
import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelDigest;
import io.leeway.model.ModelException;
import io.leeway.model.ModelFiles;
import io.leeway.model.ModelLocation;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelRepository;
import io.leeway.model.ModelSignature;
import io.leeway.model.OperationPolicy;
import io.leeway.model.SavedModelFile;
import io.leeway.model.check.ModelReport.Callable;
import io.leeway.model.check.ModelReport.Times;
import io.leeway.model.files.LocalFolder;
import io.leeway.shopper.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.MetaGraphDef;

/**
 * Reports what of a model's directory fits the runtime: all that loading checks, where loading
 * stops at the first fault. A model without a fault is loaded and tried; one with a fault never
 * reaches TensorFlow.
 */
public final class ModelCheck {
    private final LongSupplier nanoClock;
    private final Map<String, Long> runningProfile;
    private final Path directory;
    private final Function<ModelFiles, Optional<String>> trial;
    private final ModelFindings findings;
    private Map<String, ModelSignature> signatures = Map.of();
    private List<TaskFit> tasks = List.of();
    private List<DryCall> calls = List.of();
    private @Nullable Times times;

    private ModelCheck(
            Path directory,
            Map<String, Long> runningProfile,
            Function<ModelFiles, Optional<String>> trial,
            LongSupplier nanoClock) {
        this.trial = trial;
        this.directory = directory;
        this.findings = new ModelFindings(directory);
        this.runningProfile = runningProfile;
        this.nanoClock = nanoClock;
    }

    /**
     * Looks at one version of a model.
     *
     * @param folder {@code <name>/<version>}, or {@code <name>} with versions beneath, of which the
     *     newest is meant
     * @param runningProfile the settings of the profiles that feed it, which its manifest must
     *     repeat
     * @param trial says why files without a fault may not be loaded in this process
     * @param nanoClock for example {@code System::nanoTime}
     */
    public static ModelReport of(
            Path folder,
            Map<String, Long> runningProfile,
            Function<ModelFiles, Optional<String>> trial,
            LongSupplier nanoClock) {
        return new ModelCheck(ModelRepository.newest(folder), runningProfile, trial, nanoClock).report();
    }

    private ModelReport report() {
        String digest = null;
        if (findings.passes("graph", () -> SavedModelFile.requireIn(directory.toString(), directory))) {
            ModelFiles copied = findings.step("files", () -> ModelFiles.copy(new LocalFolder(directory)));
            if (copied != null) {
                try (ModelFiles files = copied) {
                    digest = files.digest().digest();
                    MetaGraphDef graph = findings.step("graph", () -> SavedModelFile.read(files));
                    if (graph != null) {
                        lookAt(graph, files);
                    }
                }
            }
        }
        return new ModelReport(
                directory.toString(),
                digest,
                findings.all(),
                signatures.values().stream().map(Callable::of).toList(),
                tasks,
                calls,
                times);
    }

    private Optional<ModelManifest> manifest(ModelFiles files) {
        Optional<ModelManifest> found = findings.step("manifest", () -> ManifestFile.find(files));
        if (found == null) {
            return Optional.empty();
        }
        if (found.isEmpty()) {
            findings.note(
                    "manifest",
                    "none: it can be called by its signatures, but answers no task; write a " + ModelManifest.FILE_NAME
                            + " by udfs/BRING-YOUR-OWN-MODEL.md");
            return found;
        }
        ModelManifest manifest = found.get();
        Path name = directory.getParent() == null ? null : directory.getParent().getFileName();
        String version = String.valueOf(directory.getFileName());
        boolean fits = findings.passes("manifest", () -> {
            if (name == null || !version.matches(ModelRepository.VERSION.pattern())) {
                throw ModelException.of(
                        "Model " + directory,
                        "a folder <name>/<version>",
                        directory.toString(),
                        "move the model there");
            }
            new ModelLocation(name.toString(), Long.parseLong(version), directory).requireManifest(manifest);
        });
        fits &= findings.passes("manifest", () -> files.digest().requireFiles(files.location(), manifest.files()));
        if (fits) {
            findings.fits(
                    "manifest",
                    manifest.name() + " " + manifest.version() + " for the task " + manifest.task() + " by signature "
                            + manifest.signature() + ", "
                            + manifest.files().size() + " files as released");
        }
        if (name != null
                && Task.find(manifest.task()).isPresent()
                && !name.toString().equals(manifest.task())) {
            findings.note(
                    "manifest",
                    "jobs take a model for " + manifest.task() + " from a folder " + manifest.task() + "/<version>");
        }
        return found;
    }

    private void lookAt(MetaGraphDef graph, ModelFiles files) {
        ModelDigest digest = files.digest();
        String version = graph.getMetaInfoDef().getTensorflowVersion();
        findings.fits(
                "graph",
                "tagged " + SavedModelFile.TAG + ", " + graph.getGraphDef().getNodeCount() + " operations and "
                        + graph.getGraphDef().getLibrary().getFunctionCount() + " functions"
                        + (version.isEmpty() ? "" : ", by TensorFlow " + version));
        findings.fits("files", digest.files().size() + " files, digest " + digest.digest());
        Optional<ModelManifest> manifest = manifest(files);
        List<ModelException> refusals = OperationPolicy.refusals(files.location(), graph);
        refusals.forEach(refused -> findings.refused("operations", refused));
        if (refusals.isEmpty()) {
            findings.fits("operations", "all on the allow-list, in signatures, functions and what loading runs");
        }
        Map<String, ModelSignature> callable = findings.step("signatures", () -> SavedModelFile.signatures(graph));
        signatures = callable == null ? Map.of() : callable;
        if (signatures.isEmpty()) {
            findings.refused(
                    "signatures", "none that can be called; export the model with a signature of dense tensors");
        } else {
            findings.fits("signatures", String.join(", ", signatures.keySet()));
        }
        features(manifest);
        if (!findings.anyRefused()) {
            Optional<String> refusal = trial.apply(files);
            if (refusal.isPresent()) {
                findings.refused("trial", refusal.get());
                return;
            }
            ModelTrial loaded = new ModelTrial(files, manifest, signatures, tasks, findings, nanoClock);
            loaded.run();
            calls = loaded.calls();
            times = loaded.times();
        }
    }

    private void features(Optional<ModelManifest> manifest) {
        Task task = manifest.flatMap(known -> Task.find(known.task())).orElse(null);
        if (manifest.isEmpty()) {
            tasks = TaskFit.nearest(signatures);
            for (TaskFit fit : tasks) {
                String subject = "task " + fit.task();
                fit.missing().forEach(what -> findings.note(subject, "signature " + fit.signature() + ": " + what));
                if (fit.fits()) {
                    findings.note(
                            subject,
                            "signature " + fit.signature() + " fits, answer in " + fit.output()
                                    + "; a manifest is wanting");
                }
            }
            return;
        }
        ModelManifest known = manifest.get();
        boolean fits = findings.passes(
                "task " + known.task(),
                () -> FeatureFit.check(
                        directory.toString(),
                        known,
                        signatures,
                        task == null ? LoadOptions.released() : LoadOptions.serving(task, runningProfile)));
        if (fits && task == null) {
            findings.note("task " + known.task(), "none of Leeway's: it can be called by its signatures");
        } else if (fits) {
            findings.fits(
                    "task " + known.task(),
                    known.inputs().size() + " of "
                            + requireNonNull(task).features().size() + " features, answer in " + known.output());
        }
    }
}
