package io.leeway.model.answers;

import io.leeway.model.FeatureFit;
import io.leeway.model.ModelException;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelSignature;
import io.leeway.model.Predictor;
import io.leeway.model.SavedModel;
import io.leeway.model.TensorColumn;
import io.leeway.model.TensorSpec;
import io.leeway.model.TensorType;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import io.leeway.shopper.reasons.ChurnReasons;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The signature {@code reasons} of a model, if it has one: how much each number of each feature
 * adds to a row's score.
 *
 * <p>It takes the inputs of the signature that answers, and gives {@code attribution_<input>}
 * float32[batch, shape of the feature] for every NUMBER feature, and {@code score} and
 * {@code baseline_score}, float32[batch]. A row's attributions add up to the difference of these.
 * Thread-safe.
 */
public final class Explanations {
    public static final String SIGNATURE = "reasons";

    public static final String SCORE = "score";

    public static final String BASELINE_SCORE = "baseline_score";

    private final Task task;
    private final List<Part> parts;

    /** Where an output's values belong among a vector's numbers. */
    private record Part(String output, int offset, int width) {}

    private Explanations(Task task, List<Part> parts) {
        this.task = task;
        this.parts = parts;
    }

    /** The output with an input's attributions. */
    public static String output(String input) {
        return "attribution_" + input;
    }

    /**
     * Looks for the signature.
     *
     * @return empty where the model has none
     * @throws ModelException when it is there and not as described above
     */
    public static Optional<Explanations> of(SavedModel model, Task task, ModelManifest manifest) {
        ModelSignature signature = model.signatures().get(SIGNATURE);
        if (signature == null) {
            return Optional.empty();
        }
        if (!signature.inputs().equals(model.signature(manifest.signature()).inputs())) {
            throw refused(
                    model,
                    "the inputs of " + manifest.signature(),
                    signature.inputs().toString());
        }
        List<Part> parts = new ArrayList<>();
        for (FeatureSpec feature : task.features()) {
            if (feature.kind() == FeatureSpec.Kind.NUMBER) {
                manifest.inputs().forEach((input, name) -> {
                    if (name.equals(feature.name())) {
                        require(model, signature, output(input), FeatureFit.shapeOf(feature));
                        parts.add(new Part(output(input), task.offset(feature), feature.width()));
                    }
                });
            }
        }
        return Optional.of(new Explanations(task, List.copyOf(parts)));
    }

    private static void require(SavedModel model, ModelSignature signature, String name, List<Long> shape) {
        TensorSpec output = signature.output(name);
        if (output == null || output.type() != TensorType.FLOAT32 || !shape.equals(output.shape())) {
            throw refused(
                    model,
                    "the output " + name + " of " + TensorSpec.describe(TensorType.FLOAT32, shape),
                    output == null ? "none" : output.describe());
        }
    }

    private static ModelException refused(SavedModel model, String expected, String found) {
        return ModelException.of(
                "Model " + model.location() + ", signature " + SIGNATURE,
                expected,
                found,
                "export the model again, or without this signature");
    }

    /**
     * Calls the signature once for all rows.
     *
     * @param inputs as for the signature that answers
     * @return row after row an attribution for each number of a vector; 0 where the model does not
     *     see it
     */
    public float[] attributions(Predictor model, Map<String, TensorColumn> inputs, int rows) {
        Map<String, TensorColumn> answers = model.predict(SIGNATURE, inputs, rows);
        int numbers = task.numbers();
        float[] attributions = new float[rows * numbers];
        for (Part part : parts) {
            float[] floats = TensorColumn.floats(answers, part.output());
            for (int row = 0; row < rows; row++) {
                System.arraycopy(floats, row * part.width(), attributions, row * numbers + part.offset(), part.width());
            }
        }
        return attributions;
    }

    /** The reasons of churn scores, the weightiest first, by one call for all rows. */
    public List<List<Reason>> churnReasons(
            Predictor model, Map<String, TensorColumn> inputs, List<float[]> numbers, int most) {
        float[] attributions = attributions(model, inputs, numbers.size());
        int width = task.numbers();
        List<List<Reason>> reasons = new ArrayList<>();
        for (int row = 0; row < numbers.size(); row++) {
            float[] own = Arrays.copyOfRange(attributions, row * width, (row + 1) * width);
            reasons.add(ChurnReasons.of(numbers.get(row), own, most));
        }
        return reasons;
    }
}
