package io.leeway.training.network;

import io.leeway.records.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;

/**
 * A Transformer block (Vaswani et al. 2017) in which each week attends to all, with learned
 * positions; the last week and the mean over the weeks count.
 *
 * <p>One block over standardised weeks trains without layer normalisation, and a score that changes
 * less abruptly has attributions that add up better.
 */
final class WeeksTransformerArchitecture extends WeeksArchitecture {
    private static final int WIDTH = 24;
    private static final int HEADS = 2;

    public WeeksTransformerArchitecture(List<FeatureVector> rows, double positives) {
        super(rows, positives);
    }

    @Override
    public String name() {
        return "weeks-transformer-1x" + WIDTH;
    }

    @Override
    int width() {
        return 2 * WIDTH;
    }

    @Override
    Operand<TFloat32> read(
            Ops tf, NetworkParameters parameters, Layers layers, Operand<TFloat32> weeks, int steps, int columns) {
        Operand<TFloat32> embedded = layers.dense("week", layers.reshape(weeks, -1, columns), columns, WIDTH);
        Operand<TFloat32> x = layers.reshape(
                tf.math.add(
                        layers.reshape(embedded, -1, steps, WIDTH), parameters.random("positions", steps, WIDTH, 0.1)),
                -1,
                WIDTH);
        List<Operand<TFloat32>> heads = new ArrayList<>();
        for (int head = 0; head < HEADS; head++) {
            heads.add(head(tf, layers, "head" + head, x, steps));
        }
        x = tf.math.add(x, parameters.dropOut("mixed", layers.dense("mixed", layers.beside(heads), WIDTH, WIDTH)));
        Operand<TFloat32> up = layers.hidden("feed_up", x, WIDTH, 2 * WIDTH);
        x = tf.math.add(x, layers.dense("feed_down", up, 2 * WIDTH, WIDTH));
        Operand<TFloat32> all = layers.reshape(x, -1, steps, WIDTH);
        Operand<TFloat32> last =
                tf.slice(all, tf.constant(new int[] {0, steps - 1, 0}), tf.constant(new int[] {-1, 1, WIDTH}));
        return layers.beside(List.of(layers.reshape(last, -1, WIDTH), tf.math.mean(all, tf.constant(new int[] {1}))));
    }

    /** What each week attends to: float32[batch × steps, WIDTH / HEADS]. */
    private static Operand<TFloat32> head(Ops tf, Layers layers, String name, Operand<TFloat32> x, int steps) {
        int width = WIDTH / HEADS;
        Operand<TFloat32> queries = layers.dense(name + "_query", x, WIDTH, width);
        Operand<TFloat32> keys = layers.dense(name + "_keys", x, WIDTH, width);
        Operand<TFloat32> values = layers.dense(name + "_values", x, WIDTH, width);
        Operand<TFloat32> scores = tf.math.mul(
                tf.train.batchMatMul(
                        layers.reshape(queries, -1, steps, width),
                        layers.reshape(keys, -1, steps, width),
                        TFloat32.class,
                        BatchMatMul.adjY(true)),
                tf.constant((float) (1 / Math.sqrt(width))));
        Operand<TFloat32> mixed =
                tf.train.batchMatMul(tf.nn.softmax(scores), layers.reshape(values, -1, steps, width), TFloat32.class);
        return layers.reshape(mixed, -1, width);
    }
}
