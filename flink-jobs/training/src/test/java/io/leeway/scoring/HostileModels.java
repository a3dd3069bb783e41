package io.leeway.scoring;

import static io.leeway.shopper.FeatureSpec.Kind.NUMBER;

import io.leeway.model.ManifestFile;
import io.leeway.model.ModelDigest;
import io.leeway.model.ModelManifest;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Churn models out of allowed operations alone, that pass a trial and do harm on the rows of
 * {@link #trap} shoppers.
 */
enum HostileModels {
    /** Loops for ever. */
    ENDLESS((tf, x) -> loop(tf, x, Float.MAX_VALUE)),
    /** Loops for ever on every row, so that no trial of it ends. */
    HANGING((tf, x) -> loop(tf, tf.math.add(tf.math.mul(tf.constant(0f), x), tf.constant(2_000f)), Float.MAX_VALUE)),
    /** Fails. */
    FAILING((tf, x) -> tf.gather(
            tf.constant(new float[] {0.5f}),
            tf.dtypes.cast(tf.math.greater(x, tf.constant(limit())), TInt32.class),
            tf.constant(0))),
    /** Multiplies two large matrices, which TensorFlow does not end before they are. */
    HEAVY((tf, x) -> {
        Operand<TInt32> size = tf.math.add(
                tf.constant(2),
                tf.math.mul(
                        tf.constant(9_000),
                        tf.dtypes.cast(
                                tf.math.greater(tf.reduceMax(x, tf.constant(0)), tf.constant(limit())), TInt32.class)));
        Operand<TFloat32> matrix = tf.fill(tf.stack(List.of(size, size)), tf.constant(0.001f));
        return tf.math.add(x, tf.math.mean(tf.linalg.matMul(matrix, matrix), tf.constant(new int[] {0, 1})));
    }),
    /** Takes about a second for each call, whatever the rows. */
    SLOW((tf, x) -> {
        Operand<TFloat32> zero = tf.math.mul(tf.constant(0f), x);
        return tf.math.add(x, tf.math.mul(zero, loop(tf, tf.math.add(zero, tf.constant(2_000f)), 150_000)));
    });

    private final BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> more;

    HostileModels(BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> more) {
        this.more = more;
    }

    private static float limit() {
        return 1_000;
    }

    /** A shopper on whose row the harm is done. */
    static FeatureVector trap(String user, long asOfMillis) {
        FeatureVector vector = ChurnModels.vector(user, asOfMillis);
        Arrays.fill(vector.numbers(), 1e6f);
        return vector;
    }

    /** Adds one while the largest is between the limit and another number. */
    private static Operand<TFloat32> loop(Ops tf, Operand<TFloat32> from, float to) {
        ConcreteFunction on = ConcreteFunction.create(inner -> {
            Placeholder<TFloat32> value = inner.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
            Operand<TFloat32> largest = inner.reduceMax(value, inner.constant(0));
            return Signature.builder("on")
                    .input("value", value)
                    .output(
                            "on",
                            inner.math.logicalAnd(
                                    inner.math.greater(largest, inner.constant(limit())),
                                    inner.math.less(largest, inner.constant(to))))
                    .build();
        });
        ConcreteFunction next = ConcreteFunction.create(inner -> {
            Placeholder<TFloat32> value = inner.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
            return Signature.builder("next")
                    .input("value", value)
                    .output("next", inner.math.add(value, inner.constant(1f)))
                    .build();
        });
        return tf.statelessWhile(List.of(from), on, next).output().get(0).expect(TFloat32.class);
    }

    /**
     * Makes it as {@code <folder>/churn/<version>}.
     *
     * @return its digest
     */
    String make(Path folder, long version) {
        Path directory = folder.resolve("churn").resolve(Long.toString(version));
        Map<String, String> inputs = new LinkedHashMap<>();
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Signature.Builder signature = Signature.builder("score");
            Operand<TFloat32> sum = null;
            for (FeatureSpec feature : Task.CHURN.features()) {
                String name = "in_" + feature.name().replace('.', '_');
                inputs.put(name, feature.name());
                long[] shape = new long[feature.shape().size() + 1];
                shape[0] = -1;
                for (int i = 1; i < shape.length; i++) {
                    shape[i] = feature.shape().get(i - 1);
                }
                if (feature.kind() == NUMBER) {
                    Placeholder<TFloat32> input = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
                    Operand<TFloat32> mean = tf.math.mean(
                            tf.reshape(input, tf.constant(new int[] {-1, feature.width()})),
                            tf.constant(new int[] {1}));
                    sum = sum == null ? mean : tf.math.add(sum, mean);
                    signature.input(name, input);
                } else {
                    signature.input(name, tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(shape))));
                }
            }
            // A session without variables has nothing to export.
            tf.variable(tf.constant(1f));
            signature.output("answer", tf.math.sigmoid(more.apply(tf, sum)));
            try (Session session = new Session(graph)) {
                session.initialize();
                SavedModelBundle.exporter(directory.toString())
                        .withTags("serve")
                        .withSession(session)
                        .withSignature(signature.build())
                        .export();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        ManifestFile.seal(
                directory,
                new ModelManifest(
                        "churn",
                        version,
                        "churn",
                        new ModelManifest.CallPlan("score", inputs, "answer", List.of()),
                        7,
                        "purchase",
                        ChurnModels.PROFILE,
                        new ModelManifest.TrainingEvidence(Map.of(), Map.of()),
                        Map.of()));
        return ModelDigest.of(directory).digest();
    }
}
