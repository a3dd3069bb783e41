package io.leeway.model.check;

import io.leeway.model.FeatureFit;
import io.leeway.model.ModelSignature;
import io.leeway.model.TensorSpec;
import io.leeway.model.TensorType;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How near a signature comes to a task, by the names and shapes of its tensors alone.
 *
 * @param task the task's name
 * @param signature the signature that was looked at
 * @param inputs the feature for each input that one fits: of the same name (a dot may be an
 *     underscore), type and shape
 * @param output the output that can be the answer; null where none can
 * @param missing what does not fit, each with what to do; empty where a manifest alone is needed
 */
public record TaskFit(
        String task,
        String signature,
        Map<String, String> inputs,
        @Nullable String output,
        List<String> missing) {

    public TaskFit {
        inputs = Map.copyOf(inputs);
        missing = List.copyOf(missing);
    }

    public boolean fits() {
        return missing.isEmpty();
    }

    /** The nearest signature: fewest things missing, most inputs that fit, first name. */
    static List<TaskFit> nearest(Map<String, ModelSignature> signatures) {
        List<TaskFit> fits = new ArrayList<>();
        for (Task task : Task.values()) {
            signatures.values().stream()
                    .map(signature -> of(task, signature))
                    .min(Comparator.<TaskFit>comparingInt(fit -> fit.missing.size())
                            .thenComparingInt(fit -> -fit.inputs.size())
                            .thenComparing(fit -> !fit.signature.equals(ModelTrial.USUAL_SIGNATURE))
                            .thenComparing(TaskFit::signature))
                    .ifPresent(fits::add);
        }
        return fits;
    }

    static TaskFit of(Task task, ModelSignature signature) {
        Map<String, String> inputs = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (TensorSpec input : signature.inputs()) {
            FeatureSpec named = named(task, input.name());
            if (named == null) {
                missing.add("input " + input.name() + " of " + input.describe() + " has no feature's name"
                        + candidates(task, input));
            } else if (fits(input, named)) {
                inputs.put(input.name(), named.name());
            } else {
                missing.add("input " + input.name() + " is " + input.describe() + ", the feature " + named.name()
                        + " is " + describe(named) + ": export it so");
            }
        }
        if (signature.inputs().isEmpty()) {
            missing.add("no input is fed: a model needs the features of the shopper");
        }
        String output = signature.outputs().stream()
                .filter(spec -> isAnswer(task, spec))
                .map(TensorSpec::name)
                .findFirst()
                .orElse(null);
        if (output == null) {
            missing.add("no output is "
                    + (task == Task.CHURN
                            ? "float32[?], the probability"
                            : "float32[?, categories + 2], a distribution")
                    + " (found "
                    + signature.outputs().stream()
                            .map(spec -> spec.name() + " " + spec.describe())
                            .toList()
                    + "): " + (task == Task.CHURN ? "reshape the answer to [-1]" : "answer by category id"));
        }
        return new TaskFit(task.id(), signature.name(), inputs, output, missing);
    }

    private static @Nullable FeatureSpec named(Task task, String input) {
        return task.features().stream()
                .filter(feature -> feature.name().equals(input)
                        || feature.name().replace('.', '_').equals(input))
                .findFirst()
                .orElse(null);
    }

    /** The features whose type and shape an input has: a hint for naming it. */
    private static String candidates(Task task, TensorSpec input) {
        List<String> names = task.features().stream()
                .filter(feature -> fits(input, feature))
                .map(FeatureSpec::name)
                .toList();
        return names.isEmpty()
                ? " and no feature's shape: the task's features are in udfs/README.md, section 4"
                : ": by its shape it could be " + String.join(" or ", names)
                        + "; name it so, or map it in the manifest's inputs";
    }

    private static boolean fits(TensorSpec input, FeatureSpec feature) {
        return input.type() == FeatureFit.typeOf(feature)
                && FeatureFit.shapeOf(feature).equals(input.shape());
    }

    private static String describe(FeatureSpec feature) {
        return TensorSpec.describe(FeatureFit.typeOf(feature), FeatureFit.shapeOf(feature));
    }

    private static boolean isAnswer(Task task, TensorSpec output) {
        List<Long> shape = output.shape();
        if (output.type() != TensorType.FLOAT32 || shape == null || shape.isEmpty() || shape.get(0) != TensorSpec.ANY) {
            return false;
        }
        // Padding, others, and at least one category.
        return task == Task.CHURN ? shape.size() == 1 : shape.size() == 2 && shape.get(1) >= 3;
    }
}
