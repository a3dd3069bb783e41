package io.leeway.model;

import static java.util.Objects.requireNonNull;

import io.leeway.model.ModelReport.Callable;
import io.leeway.model.ModelReport.Finding;
import io.leeway.model.ModelReport.Outcome;
import io.leeway.model.ModelReport.Times;
import io.leeway.shopper.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.MetaGraphDef;

/**
 * Says of a model's directory what fits the runtime and what does not: all that loading looks at, one thing after another, where loading stops at the first. A model without a
 * fault is loaded, answers its golden rows and is called with rows of zeros; one with a fault never reaches TensorFlow.
 */
public final class ModelCheck {

    private static final int NEXT_CALLS = 5;
    static final String USUAL_SIGNATURE = "serving_default";

    private final LongSupplier nanoClock;
    private final Map<String, Long> runningProfile;
    private final List<Finding> findings = new ArrayList<>();
    private final Path directory;
    private Map<String, ModelSignature> signatures = Map.of();
    private List<TaskFit> tasks = List.of();
    private List<DryCall> calls = List.of();
    private @Nullable Times times;

    private ModelCheck(Path directory, Map<String, Long> runningProfile, LongSupplier nanoClock) {
        this.directory = directory;
        this.runningProfile = runningProfile;
        this.nanoClock = nanoClock;
    }

    /**
     * Looks at one version of a model.
     *
     * @param folder {@code <name>/<version>}, or {@code <name>} with versions beneath, of which the newest is meant
     * @param runningProfile the settings of the profiles that feed it, which its manifest must repeat
     * @param nanoClock for example {@code System::nanoTime}
     */
    public static ModelReport of(Path folder, Map<String, Long> runningProfile, LongSupplier nanoClock) {
        Path whole = folder.toAbsolutePath().normalize();
        return new ModelCheck(version(whole), runningProfile, nanoClock).report();
    }

    private static Path version(Path folder) {
        Path name = folder.getFileName();
        Path base = folder.getParent();
        if (name == null
                || base == null
                || !Files.isDirectory(folder)
                || Files.exists(folder.resolve(SavedModelFile.FILE_NAME))) {
            return folder;
        }
        ModelRepository repository = new ModelRepository(base);
        return repository.versions(name.toString()).isEmpty()
                ? folder
                : repository.latest(name.toString()).directory();
    }

    private ModelReport report() {
        MetaGraphDef graph = step("graph", () -> SavedModelFile.read(directory));
        ModelDigest digest = null;
        // What is no model at all may be anything, and large: it is not read through.
        if (graph != null || Files.exists(directory.resolve(SavedModelFile.FILE_NAME))) {
            digest = step("files", () -> ModelDigest.of(directory));
        }
        if (graph != null && digest != null) {
            lookAt(graph, digest);
        }
        return new ModelReport(
                directory.toString(),
                digest == null ? null : digest.digest(),
                findings,
                signatures.values().stream().map(Callable::of).toList(),
                tasks,
                calls,
                times);
    }

    private Optional<ModelManifest> manifest(ModelDigest digest) {
        Optional<ModelManifest> found = step("manifest", () -> ManifestFile.find(directory));
        if (found == null) {
            return Optional.empty();
        }
        if (found.isEmpty()) {
            add(
                    "manifest",
                    Outcome.NOTE,
                    "none: it can be called by its signatures, but answers no task; write a " + ModelManifest.FILE_NAME
                            + " (udfs/BRING-YOUR-OWN-MODEL.md)");
            return found;
        }
        ModelManifest manifest = found.get();
        Path name = directory.getParent() == null ? null : directory.getParent().getFileName();
        String version = String.valueOf(directory.getFileName());
        boolean fits = passes("manifest", () -> {
            if (name == null || !version.matches(ModelRepository.VERSION.pattern())) {
                throw ModelException.of(
                        "Model " + directory,
                        "a folder <name>/<version>",
                        directory.toString(),
                        "move the model there");
            }
            new ModelLocation(name.toString(), Long.parseLong(version), directory).requireManifest(manifest);
        });
        fits &= passes("manifest", () -> digest.requireFiles(directory, manifest.files()));
        if (fits) {
            add(
                    "manifest",
                    Outcome.FITS,
                    manifest.name() + " " + manifest.version() + " for the task " + manifest.task() + " by signature "
                            + manifest.signature() + ", "
                            + manifest.files().size() + " files as released");
        }
        if (name != null
                && Task.find(manifest.task()).isPresent()
                && !name.toString().equals(manifest.task())) {
            add(
                    "manifest",
                    Outcome.NOTE,
                    "jobs take a model for " + manifest.task() + " from a folder " + manifest.task() + "/<version>");
        }
        return found;
    }

    private void lookAt(MetaGraphDef graph, ModelDigest digest) {
        add(
                "graph",
                Outcome.FITS,
                "tagged " + SavedModelFile.TAG + ", " + graph.getGraphDef().getNodeCount() + " operations and "
                        + graph.getGraphDef().getLibrary().getFunctionCount() + " functions, by TensorFlow "
                        + graph.getMetaInfoDef().getTensorflowVersion());
        add("files", Outcome.FITS, digest.files().size() + " files, digest " + digest.digest());
        Optional<ModelManifest> manifest = manifest(digest);
        List<ModelException> refusals = OperationPolicy.refusals(directory, graph);
        refusals.forEach(refused -> add("operations", Outcome.REFUSED, text(refused)));
        if (refusals.isEmpty()) {
            add("operations", Outcome.FITS, "all on the allow-list, in signatures, functions and what loading runs");
        }
        Map<String, ModelSignature> callable = step("signatures", () -> SavedModelFile.signatures(graph));
        signatures = callable == null ? Map.of() : callable;
        if (signatures.isEmpty()) {
            add(
                    "signatures",
                    Outcome.REFUSED,
                    "none that can be called; export the model with a signature of dense tensors");
        } else {
            add("signatures", Outcome.FITS, String.join(", ", signatures.keySet()));
        }
        features(manifest);
        if (findings.stream().noneMatch(finding -> finding.outcome() == Outcome.REFUSED)) {
            load(manifest);
        }
    }

    private void features(Optional<ModelManifest> manifest) {
        Task task = manifest.flatMap(known -> Task.find(known.task())).orElse(null);
        if (manifest.isEmpty()) {
            tasks = TaskFit.nearest(signatures);
            for (TaskFit fit : tasks) {
                String subject = "task " + fit.task();
                fit.missing().forEach(what -> add(subject, Outcome.NOTE, "signature " + fit.signature() + ": " + what));
                if (fit.fits()) {
                    add(
                            subject,
                            Outcome.NOTE,
                            "signature " + fit.signature() + " fits, answer in " + fit.output()
                                    + "; a manifest is wanting");
                }
            }
            return;
        }
        ModelManifest known = manifest.get();
        boolean fits = passes(
                "task " + known.task(),
                () -> FeatureFit.check(
                        directory,
                        known,
                        signatures,
                        task == null ? LoadOptions.released() : LoadOptions.serving(task, runningProfile)));
        if (fits && task == null) {
            add("task " + known.task(), Outcome.NOTE, "none of Leeway's: it can be called by its signatures");
        } else if (fits) {
            add(
                    "task " + known.task(),
                    Outcome.FITS,
                    known.inputs().size() + " of "
                            + requireNonNull(task).features().size() + " features, answer in " + known.output());
        }
    }

    private void load(Optional<ModelManifest> manifest) {
        // Else its own start, of many seconds, would be told as the model's.
        TensorFlow.version();
        long started = nanoClock.getAsLong();
        SavedModel loaded = step("loading", () -> SavedModel.load(directory, LoadOptions.anyModel()));
        if (loaded == null) {
            return;
        }
        try (SavedModel model = loaded) {
            double millis = millisSince(started);
            add("loading", Outcome.FITS, "TensorFlow takes it");
            Optional<GoldenRows> golden = GoldenRows.find(directory);
            golden.ifPresent(rows -> add(
                    "golden rows",
                    Outcome.FITS,
                    rows.rows() + " answered as recorded, within " + GoldenRows.TOLERANCE));
            if (golden.isEmpty()) {
                add(
                        "golden rows",
                        Outcome.NOTE,
                        "none: nothing shows that it answers here as it did where it was made");
            }
            call(model, manifest, millis);
            manifest.flatMap(known -> Task.find(known.task()))
                    .ifPresent(task -> doubt(
                            model,
                            task,
                            manifest.get().signature(),
                            manifest.get().output()));
            for (TaskFit fit : tasks) {
                if (fit.output() != null && fit.fits()) {
                    doubt(model, Task.of(fit.task()), fit.signature(), fit.output());
                }
            }
        }
    }

    private void doubt(SavedModel model, Task task, String signature, String output) {
        String subject = "task " + task.id();
        List<String> doubts = step(subject, () -> AnswerCheck.doubts(model, model.signature(signature), output, task));
        if (doubts != null) {
            doubts.forEach(text -> add(subject, Outcome.NOTE, text));
        }
    }

    private void call(SavedModel model, Optional<ModelManifest> manifest, double loadMillis) {
        List<ModelSignature> served = signatures.values().stream()
                .filter(signature -> manifest.map(known -> known.signature().equals(signature.name()))
                        .orElse(true))
                // The one by which exporters mean to be served, where there are several.
                .sorted(Comparator.comparing(signature -> !signature.name().equals(USUAL_SIGNATURE)))
                .toList();
        calls = new ArrayList<>();
        for (ModelSignature signature : served) {
            for (int rows : DryCall.ROWS) {
                long started = nanoClock.getAsLong();
                DryCall call = DryCall.of(model, signature, rows);
                double first = millisSince(started);
                calls.add(call);
                if (times == null && call.outcome() == DryCall.Outcome.ANSWERED) {
                    times = new Times(loadMillis, first, fastest(model, signature, rows));
                    add("scoring", Outcome.FITS, "signature " + signature.name() + " answers rows of zeros");
                }
            }
        }
        if (times == null) {
            DryCall failed = calls.stream()
                    .filter(call -> call.outcome() == DryCall.Outcome.FAILED)
                    .findFirst()
                    .orElse(null);
            add(
                    "scoring",
                    failed == null ? Outcome.NOTE : Outcome.REFUSED,
                    failed == null
                            ? "nobody asked it: its signatures leave open what a row is"
                            : "signature " + failed.signature() + ": " + failed.text());
        }
    }

    private double fastest(SavedModel model, ModelSignature signature, int rows) {
        Map<String, Column> zeros = DryCall.zeros(signature, rows);
        double fastest = Double.MAX_VALUE;
        for (int i = 0; i < NEXT_CALLS; i++) {
            long started = nanoClock.getAsLong();
            model.predict(signature.name(), zeros, rows);
            fastest = Math.min(fastest, millisSince(started));
        }
        return fastest;
    }

    private double millisSince(long startedNanos) {
        return (nanoClock.getAsLong() - startedNanos) / 1e6;
    }

    private boolean passes(String subject, Runnable look) {
        return step(subject, () -> {
                    look.run();
                    return true;
                })
                != null;
    }

    /** What a step finds; null, and a finding, where it refuses the model. */
    private <T> @Nullable T step(String subject, Supplier<T> look) {
        try {
            return look.get();
        } catch (ModelException refused) {
            add(subject, Outcome.REFUSED, text(refused));
        } catch (RuntimeException unforeseen) {
            // A graph that nobody's exporter wrote can fail anywhere below: it is refused as well.
            add(
                    subject,
                    Outcome.REFUSED,
                    "expected a model that TensorFlow takes, found '" + ModelException.firstLine(unforeseen)
                            + "'; export it again");
        }
        return null;
    }

    private void add(String subject, Outcome outcome, String text) {
        findings.add(new Finding(subject, outcome, text));
    }

    /** The message without the model's name, which stands above. */
    private String text(ModelException refused) {
        String message = String.valueOf(refused.getMessage());
        String prefix = "Model " + directory;
        return message.startsWith(prefix) ? message.substring(prefix.length()).replaceFirst("^[:,] ", "") : message;
    }
}
