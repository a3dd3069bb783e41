package io.leeway.sql;

import static java.util.Objects.requireNonNull;

import io.leeway.model.ManifestFile;
import io.leeway.model.ModelManifest;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Two SavedModels whose answers a few lines of Java can repeat ({@link ReferenceScores}), in the folders in which {@code leeway train} leaves its own.
 *
 * <p>churn: sigmoid(1.5·recency[0] − frequency[3] − 0.4·weeks[25][8] + 0.2·weeks[24][0] − 1.6). interest, by category id: 0.01 + 0.001·id, plus the short-term interest's weight, plus
 * 0.03 for each purchase among the last actions, all divided by their sum.
 */
public final class AnalyticModels {
    /** Two of the history's categories are outside it. */
    static final List<String> VOCABULARY = List.of("toys", "baby/toddler", "garden", "books", "kitchen", "baby");

    static final int VERSION = 1;

    private static final int IDS = VOCABULARY.size() + 2;

    private final Graph graph;
    private final Ops tf;
    private final Signature.Builder signature = Signature.builder("serving_default");
    private final Map<String, Placeholder<?>> inputs = new TreeMap<>();

    private AnalyticModels(Graph graph) {
        this.graph = graph;
        this.tf = Ops.create(graph);
    }

    /** Writes both below a folder. */
    public static void write(Path models) {
        try (Graph graph = new Graph()) {
            AnalyticModels model = new AnalyticModels(graph);
            model.inputs(Task.CHURN);
            model.export(models, Task.CHURN, "probability", model.probability());
        }
        try (Graph graph = new Graph()) {
            AnalyticModels model = new AnalyticModels(graph);
            model.inputs(Task.INTEREST);
            model.export(models, Task.INTEREST, "distribution", model.distribution());
        }
    }

    private void inputs(Task task) {
        for (FeatureSpec feature : task.features()) {
            long[] shape = new long[feature.shape().size() + 1];
            shape[0] = -1;
            for (int i = 1; i < shape.length; i++) {
                shape[i] = feature.shape().get(i - 1);
            }
            String name = column(feature);
            Placeholder<?> input = feature.kind() == FeatureSpec.Kind.NUMBER
                    ? tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)))
                    : tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(shape)));
            inputs.put(name, input);
            signature.input(name, input);
        }
    }

    private static String column(FeatureSpec feature) {
        return feature.name().replace('.', '_');
    }

    private Operand<TFloat32> numbers(String name) {
        return requireNonNull(inputs.get(name)).asOutput().expect(TFloat32.class);
    }

    private Operand<TInt32> ids(String name) {
        return requireNonNull(inputs.get(name)).asOutput().expect(TInt32.class);
    }

    private Operand<TFloat32> probability() {
        Operand<TFloat32> logit = tf.variable(tf.constant(-1.6f));
        logit = tf.math.add(logit, times(1.5f, numbers("recency"), 0));
        logit = tf.math.add(logit, times(-1f, numbers("frequency"), 3));
        logit = tf.math.add(logit, times(-0.4f, numbers("weeks"), 25, 8));
        logit = tf.math.add(logit, times(0.2f, numbers("weeks"), 24, 0));
        return tf.math.sigmoid(logit);
    }

    /** One number of a feature, times a factor: float32 [batch]. */
    private Operand<TFloat32> times(float factor, Operand<TFloat32> feature, int... at) {
        int[] begin = new int[at.length + 1];
        int[] size = new int[at.length + 1];
        size[0] = -1;
        for (int i = 0; i < at.length; i++) {
            begin[i + 1] = at[i];
            size[i + 1] = 1;
        }
        Operand<TFloat32> slice = tf.slice(feature, tf.constant(begin), tf.constant(size));
        return tf.math.mul(tf.constant(factor), tf.reshape(slice, tf.constant(new int[] {-1})));
    }

    private Operand<TFloat32> distribution() {
        float[] constant = new float[IDS];
        for (int id = 0; id < IDS; id++) {
            constant[id] = 0.01f + 0.001f * id;
        }
        Operand<TFloat32> sum = tf.variable(tf.constant(constant));
        sum = tf.math.add(sum, byId(ids("interest_short_names"), numbers("interest_short_weights")));
        Operand<TFloat32> purchases = tf.dtypes.cast(tf.math.equal(ids("action_type"), tf.constant(4)), TFloat32.class);
        sum = tf.math.add(sum, byId(ids("action_category"), tf.math.mul(tf.constant(0.03f), purchases)));
        return tf.math.div(sum, tf.reduceSum(sum, tf.constant(1), ReduceSum.keepDims(true)));
    }

    /** Weights added up by id: float32 [batch, ids]. */
    private Operand<TFloat32> byId(Operand<TInt32> ids, Operand<TFloat32> weights) {
        Operand<TFloat32> places = tf.oneHot(ids, tf.constant(IDS), tf.constant(1f), tf.constant(0f));
        return tf.reduceSum(tf.math.mul(places, tf.expandDims(weights, tf.constant(2))), tf.constant(1));
    }

    private void export(Path models, Task task, String output, Operand<TFloat32> answer) {
        Path directory = models.resolve(task.id()).resolve(Integer.toString(VERSION));
        try (Session session = new Session(graph)) {
            Files.createDirectories(directory.getParent());
            session.initialize();
            SavedModelBundle.exporter(directory.toString())
                    .withTags("serve")
                    .withSession(session)
                    .withSignatures(signature.output(output, answer).build())
                    .export();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        Map<String, String> features = new LinkedHashMap<>();
        task.features().forEach(feature -> features.put(column(feature), feature.name()));
        ManifestFile.seal(
                directory,
                new ModelManifest(
                        task.id(),
                        VERSION,
                        task.id(),
                        new ModelManifest.CallPlan(
                                "serving_default", features, output, task == Task.INTEREST ? VOCABULARY : List.of()),
                        28,
                        task == Task.CHURN ? "purchase" : "activity",
                        // The rule book's, in milliseconds; a model trained with others is refused.
                        Map.of("longHalfLifeMillis", 2_592_000_000L, "shortHalfLifeMillis", 259_200_000L),
                        ModelManifest.TrainingEvidence.NONE,
                        Map.of()));
    }
}
