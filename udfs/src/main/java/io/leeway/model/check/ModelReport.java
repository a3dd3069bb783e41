package io.leeway.model.check;

import io.leeway.model.ModelDigest;
import io.leeway.model.ModelSignature;
import io.leeway.model.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ModelCheck} found out about a model.
 *
 * @param directory the folder that was looked at: one version
 * @param digest its {@link ModelDigest}; null where its files cannot be read
 * @param findings in the order in which they were looked for
 * @param signatures what can be called
 * @param tasks for each task the signature that comes nearest to it; of a model with a manifest for
 *     a task, that task alone
 * @param calls how signatures answered rows of zeros; empty where the model was not loaded
 * @param times how long it took to get ready; null where the model was not loaded
 */
public record ModelReport(
        String directory,
        @Nullable String digest,
        List<Finding> findings,
        List<Callable> signatures,
        List<TaskFit> tasks,
        List<DryCall> calls,
        @Nullable Times times) {

    public ModelReport {
        findings = List.copyOf(findings);
        signatures = List.copyOf(signatures);
        tasks = List.copyOf(tasks);
        calls = List.copyOf(calls);
    }

    public enum Outcome {
        /** As it should be. */
        FITS,
        /** It can be served; this is worth knowing or doing. */
        NOTE,
        /** The runtime refuses it. */
        REFUSED
    }

    /**
     * One thing that was looked at.
     *
     * @param subject what was looked at, such as {@code operations}
     * @param text one line for people, which says for all but {@link Outcome#FITS} what to do
     */
    public record Finding(String subject, Outcome outcome, String text) {}

    /** A signature with its tensors as people write them: name to {@code float32[?, 26, 9]}. */
    public record Callable(String name, Map<String, String> inputs, Map<String, String> outputs) {
        static Callable of(ModelSignature signature) {
            return new Callable(signature.name(), described(signature.inputs()), described(signature.outputs()));
        }

        private static Map<String, String> described(List<TensorSpec> specs) {
            Map<String, String> texts = new TreeMap<>();
            specs.forEach(spec -> texts.put(spec.name(), spec.describe()));
            return texts;
        }
    }

    /**
     * How long the model takes until it serves, in milliseconds.
     *
     * @param load verified, loaded and golden rows answered
     * @param firstCall the first call of a signature, which sets up what later calls use again
     * @param nextCall the fastest of a few calls after it, of as many rows
     */
    public record Times(double load, double firstCall, double nextCall) {}

    public boolean servable() {
        return findings.stream().noneMatch(finding -> finding.outcome() == Outcome.REFUSED);
    }

    /** The first reason for which the runtime refuses it; null where it does not. */
    public @Nullable String refusal() {
        return findings.stream()
                .filter(finding -> finding.outcome() == Outcome.REFUSED)
                .map(Finding::text)
                .findFirst()
                .orElse(null);
    }
}
