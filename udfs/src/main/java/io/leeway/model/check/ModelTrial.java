package io.leeway.model.check;

import io.leeway.model.GoldenRows;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelFiles;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelSignature;
import io.leeway.model.SavedModel;
import io.leeway.model.TensorColumn;
import io.leeway.model.answers.Explanations;
import io.leeway.model.check.ModelReport.Times;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;

/** Loads a model without a fault, tries golden rows and rows of zeros, and takes the time. */
final class ModelTrial {
    /** The name by which exporters mean a model to be served. */
    static final String USUAL_SIGNATURE = "serving_default";

    private static final int NEXT_CALLS = 5;

    private final ModelFiles files;
    private final Optional<ModelManifest> manifest;
    private final Map<String, ModelSignature> signatures;
    private final List<TaskFit> tasks;
    private final ModelFindings findings;
    private final LongSupplier nanoClock;
    private final List<DryCall> calls = new ArrayList<>();
    private @Nullable Times times;

    /** @param tasks of a model without a manifest, those that it might be meant for */
    ModelTrial(
            ModelFiles files,
            Optional<ModelManifest> manifest,
            Map<String, ModelSignature> signatures,
            List<TaskFit> tasks,
            ModelFindings findings,
            LongSupplier nanoClock) {
        this.files = files;
        this.manifest = manifest;
        this.signatures = signatures;
        this.tasks = tasks;
        this.findings = findings;
        this.nanoClock = nanoClock;
    }

    List<DryCall> calls() {
        return calls;
    }

    @Nullable
    Times times() {
        return times;
    }

    /** Loads and tries the model, which no finding may refuse; adds to the findings. */
    void run() {
        // Else its own start, of many seconds, would count as the model's.
        TensorFlow.version();
        long started = nanoClock.getAsLong();
        SavedModel loaded = findings.step("loading", () -> SavedModel.load(files, LoadOptions.anyModel()));
        if (loaded == null) {
            return;
        }
        try (SavedModel model = loaded) {
            double millis = millisSince(started);
            findings.fits("loading", "TensorFlow takes it");
            if (model.goldenRows() > 0) {
                findings.fits(
                        "golden rows", model.goldenRows() + " answered as recorded, within " + GoldenRows.TOLERANCE);
            } else {
                findings.note("golden rows", "none: nothing shows that it answers here as it did where it was made");
            }
            call(model, millis);
            Task task = manifest.flatMap(known -> Task.find(known.task())).orElse(null);
            if (task != null) {
                ModelManifest known = manifest.get();
                doubt(model, task, known.signature(), known.output());
                explain(model, task, known);
            }
            for (TaskFit fit : tasks) {
                if (fit.output() != null && fit.fits()) {
                    doubt(model, Task.of(fit.task()), fit.signature(), fit.output());
                }
            }
        }
    }

    private void explain(SavedModel model, Task task, ModelManifest known) {
        Optional<Explanations> reasons = findings.step("reasons", () -> Explanations.of(model, task, known));
        if (reasons != null && reasons.isPresent()) {
            findings.fits("reasons", "signature " + Explanations.SIGNATURE + " explains the answer");
        } else if (reasons != null) {
            findings.note("reasons", "no signature " + Explanations.SIGNATURE + ": scores come without reasons");
        }
    }

    private void doubt(SavedModel model, Task task, String signature, String output) {
        String subject = "task " + task.id();
        List<String> doubts =
                findings.step(subject, () -> AnswerCheck.doubts(model, model.signature(signature), output, task));
        if (doubts != null) {
            doubts.forEach(text -> findings.note(subject, text));
        }
    }

    private void call(SavedModel model, double loadMillis) {
        List<ModelSignature> likeliestFirst = signatures.values().stream()
                .sorted(Comparator.comparing((ModelSignature signature) -> !isServed(signature.name()))
                        .thenComparing(signature -> !signature.name().equals(USUAL_SIGNATURE)))
                .toList();
        for (ModelSignature signature : likeliestFirst) {
            for (int rows : DryCall.ROWS) {
                long started = nanoClock.getAsLong();
                DryCall call = DryCall.of(model, signature, rows);
                double first = millisSince(started);
                calls.add(call);
                if (times == null && isServed(signature.name()) && call.outcome() == DryCall.Outcome.ANSWERED) {
                    times = new Times(loadMillis, first, fastest(model, signature, rows));
                    findings.fits("scoring", "signature " + signature.name() + " answers rows of zeros");
                }
            }
        }
        if (times == null) {
            calls.stream()
                    .filter(call -> isServed(call.signature()) && call.outcome() == DryCall.Outcome.FAILED)
                    .findFirst()
                    .ifPresentOrElse(
                            failed -> findings.refused(
                                    "scoring", "signature " + failed.signature() + ": " + failed.text()),
                            () -> findings.note("scoring", "not called: its signatures leave open what a row is"));
        }
    }

    /** By the manifest's signature; of a model without one any may be meant. */
    private boolean isServed(String signature) {
        return manifest.map(known -> known.signature().equals(signature)).orElse(true);
    }

    private double fastest(SavedModel model, ModelSignature signature, int rows) {
        Map<String, TensorColumn> zeros = DryCall.zeros(signature, rows);
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
}
