package io.leeway.model;

import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks a manifest against the signature and the task's features, before the model is loaded. */
public final class FeatureFit {
    private final String location;
    private final ModelManifest manifest;
    private final ModelSignature signature;

    private FeatureFit(String location, ModelManifest manifest, ModelSignature signature) {
        this.location = location;
        this.manifest = manifest;
        this.signature = signature;
    }

    /** Refuses signatures and features that do not fit, and another task than the options have. */
    public static void check(
            String location, ModelManifest manifest, Map<String, ModelSignature> signatures, LoadOptions options) {
        ModelSignature signature = signatures.get(manifest.signature());
        if (signature == null) {
            throw ModelException.of(
                    "Model " + location,
                    "the manifest's signature " + manifest.signature(),
                    signatures.keySet().toString(),
                    "name one of these in the manifest and release it again");
        }
        FeatureFit fit = new FeatureFit(location, manifest, signature);
        Task task = options.task();
        if (task == null) {
            fit.checkNames();
            return;
        }
        if (!task.id().equals(manifest.task())) {
            throw fit.refused(
                    "a model for the task " + task.id(), "one for " + manifest.task(), "choose another model");
        }
        fit.checkNames();
        fit.checkProfile(options.profile());
        for (TensorSpec input : signature.inputs()) {
            fit.checkInput(task, input);
        }
        fit.checkOutput(task);
    }

    private void checkNames() {
        TreeSet<String> fed = new TreeSet<>(manifest.inputs().keySet());
        TreeSet<String> asked = new TreeSet<>();
        signature.inputs().forEach(input -> asked.add(input.name()));
        if (!fed.equals(asked)) {
            throw refused("a manifest that feeds the inputs " + asked, "it feeding " + fed, "correct the manifest");
        }
        if (signature.output(manifest.output()) == null) {
            throw refused(
                    "an output " + manifest.output(),
                    signature.outputs().stream().map(TensorSpec::name).toList().toString(),
                    "correct the manifest");
        }
    }

    private void checkInput(Task task, TensorSpec input) {
        String name = manifest.inputs().getOrDefault(input.name(), "");
        FeatureSpec feature = task.features().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> refused(
                        "input " + input.name() + " fed by a feature of "
                                + task.features().stream()
                                        .map(FeatureSpec::name)
                                        .toList(),
                        "the feature " + name,
                        "train the model for these features"));
        requireTensor("input " + input.name() + " for the feature " + name, input, typeOf(feature), shapeOf(feature));
    }

    private void checkOutput(Task task) {
        List<Long> shape =
                switch (task) {
                    case CHURN -> List.of(TensorSpec.ANY);
                    case INTEREST ->
                        List.of(TensorSpec.ANY, manifest.vocabulary().size() + 2L);
                };
        requireTensor("output " + manifest.output(), signature.output(manifest.output()), TensorType.FLOAT32, shape);
    }

    private void requireTensor(String subject, @Nullable TensorSpec found, TensorType type, List<Long> shape) {
        if (found == null || found.type() != type || !shape.equals(found.shape())) {
            throw refused(
                    subject + " of " + TensorSpec.describe(type, shape),
                    found == null ? "none" : found.describe(),
                    "train the model for these features");
        }
    }

    private void checkProfile(Map<String, Long> running) {
        if (!running.equals(manifest.profile())) {
            Map<String, Long> expected = new TreeMap<>(running);
            Map<String, Long> found = new TreeMap<>(manifest.profile());
            expected.entrySet().removeAll(manifest.profile().entrySet());
            found.entrySet().removeAll(running.entrySet());
            throw refused(
                    "a model trained on the running profile's settings " + expected,
                    found.isEmpty() ? "one trained without them" : "one trained on " + found,
                    "start with the model's settings, or train with these");
        }
    }

    public static TensorType typeOf(FeatureSpec feature) {
        return feature.kind() == FeatureSpec.Kind.NUMBER ? TensorType.FLOAT32 : TensorType.INT32;
    }

    public static List<Long> shapeOf(FeatureSpec feature) {
        List<Long> shape = new ArrayList<>(List.of(TensorSpec.ANY));
        feature.shape().forEach(size -> shape.add((long) size));
        return shape;
    }

    private ModelException refused(String expected, String found, String advice) {
        return ModelException.of("Model " + location + ", signature " + signature.name(), expected, found, advice);
    }
}
