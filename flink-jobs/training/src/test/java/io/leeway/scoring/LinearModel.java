package io.leeway.scoring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * A SavedModel without a manifest whose answers can be had by hand: y = (a + 10 b + 100 c + 1000 d,
 * −a) of x = [[a, b], [c, d]].
 */
public final class LinearModel {
    /** x float32[?, 2, 2], y float32[?, 2]. */
    static final String ANSWER = "answer";
    /** The same with z beside y. */
    static final String TWO_OUTPUTS = "two";
    /** x float32[?, ?, 2]: rows of no known shape. */
    static final String ANY_SHAPE = "any";

    private LinearModel() {}

    static Path export(Path directory) throws IOException {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2, 2)));
            Placeholder<TFloat32> any = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, 2)));
            Variable<TFloat32> weights =
                    tf.variable(tf.constant(new float[][] {{1, -1}, {10, 0}, {100, 0}, {1000, 0}}));
            Operand<TFloat32> y = tf.linalg.matMul(tf.reshape(x, tf.constant(new int[] {-1, 4})), weights);
            try (Session session = new Session(graph)) {
                session.initialize();
                SavedModelBundle.exporter(directory.toString())
                        .withTags("serve")
                        .withSession(session)
                        .withSignatures(
                                Signature.builder(ANSWER)
                                        .input("x", x)
                                        .output("y", y)
                                        .build(),
                                Signature.builder(TWO_OUTPUTS)
                                        .input("x", x)
                                        .output("y", y)
                                        .output("z", tf.math.neg(y))
                                        .build(),
                                Signature.builder(ANY_SHAPE)
                                        .input("x", any)
                                        .output("y", tf.math.neg(any))
                                        .build())
                        .export();
            }
        }
        return directory;
    }

    /** A row. */
    public static float[] row(float a, float b, float c, float d) {
        return new float[] {a, b, c, d};
    }

    /** Its answer as text. */
    static String answer(float[] y) {
        return String.format(Locale.ROOT, "%.0f %.0f", y[0], y[1]);
    }
}
