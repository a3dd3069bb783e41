package io.leeway.training.items;

import io.leeway.training.network.Layers;
import io.leeway.training.network.NetworkParameters;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A causal Transformer over a shopper's latest items (SASRec, Kang and McAuley 2018): each
 * position's state predicts what comes after it. An item's logit is its embedding times the state,
 * and the embeddings are those that the items come in with. An item is therefore close to itself;
 * whether it is taken again is learned apart ({@link Repeats}).
 *
 * <p>Sequences are right-aligned, and positions are counted from the newest item: a batch is as
 * long as its longest sequence, and what is served with 50 columns answers as what was trained with
 * 8.
 */
final class ItemNetwork {
    private static final double DEVIATION = 0.02;
    private static final float NEVER = 1e9f;
    /** A steep sigmoid for GELU, whose own operation has no gradient here. */
    private static final float STEEPNESS = 1.702f;

    private final Ops tf;
    private final Layers layers;
    private final NetworkParameters parameters;
    private final NextItemOptions options;
    private final Operand<TFloat32> embeddings;

    /** @param items how many items there are, padding not counted */
    ItemNetwork(Ops tf, NetworkParameters parameters, NextItemOptions options, int items) {
        this.tf = tf;
        this.parameters = parameters;
        this.options = options;
        layers = new Layers(tf, parameters);
        embeddings = parameters.random("items", items + 1, options.width(), DEVIATION);
    }

    /** float32[items + 1, width]; row 0 is padding's and means nothing. */
    Operand<TFloat32> embeddings() {
        return embeddings;
    }

    /**
     * The state after each position: float32[batch × length, width].
     *
     * @param history int32[batch, length], oldest first, with padding 0 on the left; at most
     *     {@link NextItemOptions#LENGTH} long
     */
    Operand<TFloat32> states(Operand<TInt32> history) {
        int width = options.width();
        Operand<TInt32> length = tf.slice(tf.shape(history), tf.constant(new int[] {1}), tf.constant(new int[] {1}));
        Operand<TInt32> skipped = tf.math.sub(tf.constant(new int[] {NextItemOptions.LENGTH}), length);
        Operand<TFloat32> positions = tf.slice(
                parameters.random("positions", NextItemOptions.LENGTH, width, DEVIATION),
                tf.concat(List.of(skipped, tf.constant(new int[] {0})), tf.constant(0)),
                tf.constant(new int[] {-1, -1}));
        Operand<TFloat32> x = tf.math.add(layers.lookUp(embeddings, history), positions);
        x = layers.layerNorm("input", layers.reshape(x, -1, width), width);
        x = parameters.dropOut("input", x);
        Operand<TFloat32> forbidden = forbidden(history, length);
        for (int block = 0; block < options.blocks(); block++) {
            x = block("block" + block, x, forbidden, length);
        }
        return x;
    }

    private Operand<TFloat32> block(
            String name, Operand<TFloat32> x, Operand<TFloat32> forbidden, Operand<TInt32> length) {
        int width = options.width();
        Operand<TFloat32> mixed = layers.dense(name + "_mixed", attend(name, x, forbidden, length), width, width);
        Operand<TFloat32> attended =
                layers.layerNorm(name + "_attended", tf.math.add(x, parameters.dropOut(name + "_mixed", mixed)), width);
        Operand<TFloat32> up = layers.dense(name + "_up", attended, width, 4 * width);
        Operand<TFloat32> bent = tf.math.mul(up, tf.math.sigmoid(tf.math.mul(up, tf.constant(STEEPNESS))));
        Operand<TFloat32> fed =
                parameters.dropOut(name + "_down", layers.dense(name + "_down", bent, 4 * width, width));
        return layers.layerNorm(name + "_fed", tf.math.add(attended, fed), width);
    }

    /** What each position takes from itself and those before it: float32[batch × length, width]. */
    private Operand<TFloat32> attend(
            String name, Operand<TFloat32> x, Operand<TFloat32> forbidden, Operand<TInt32> length) {
        int each = options.width() / options.heads();
        Operand<TFloat32> queries = byHead(layers.dense(name + "_query", x, options.width(), options.width()), length);
        Operand<TFloat32> keys = byHead(layers.dense(name + "_key", x, options.width(), options.width()), length);
        Operand<TFloat32> values = byHead(layers.dense(name + "_value", x, options.width(), options.width()), length);
        Operand<TFloat32> scores = tf.math.mul(
                tf.train.batchMatMul(queries, keys, TFloat32.class, BatchMatMul.adjY(true)),
                tf.constant((float) (1 / Math.sqrt(each))));
        Operand<TFloat32> shares = parameters.dropOut(name + "_shares", tf.nn.softmax(tf.math.sub(scores, forbidden)));
        Operand<TFloat32> taken = tf.train.batchMatMul(shares, values, TFloat32.class);
        return layers.reshape(tf.linalg.transpose(taken, tf.constant(new int[] {0, 2, 1, 3})), -1, options.width());
    }

    /** float32[batch, heads, length, width / heads]. */
    private Operand<TFloat32> byHead(Operand<TFloat32> x, Operand<TInt32> length) {
        Operand<TInt32> shape = tf.concat(
                List.of(tf.constant(new int[] {-1}), length, tf.constant(new int[] {
                    options.heads(), options.width() / options.heads()
                })),
                tf.constant(0));
        return tf.linalg.transpose(tf.reshape(x, shape), tf.constant(new int[] {0, 2, 1, 3}));
    }

    /** float32[batch, 1, length, length]: large for later positions and padding, else 0. */
    private Operand<TFloat32> forbidden(Operand<TInt32> history, Operand<TInt32> length) {
        float[] earlier = new float[NextItemOptions.LENGTH * NextItemOptions.LENGTH];
        for (int at = 0; at < NextItemOptions.LENGTH; at++) {
            for (int seen = 0; seen <= at; seen++) {
                earlier[at * NextItemOptions.LENGTH + seen] = 1;
            }
        }
        Operand<TFloat32> triangle = tf.slice(
                tf.constant(Shape.of(NextItemOptions.LENGTH, NextItemOptions.LENGTH), DataBuffers.of(earlier)),
                tf.constant(new int[] {0, 0}),
                tf.concat(List.of(length, length), tf.constant(0)));
        Operand<TFloat32> present = tf.dtypes.cast(tf.math.greater(history, tf.constant(0)), TFloat32.class);
        Operand<TFloat32> allowed =
                tf.math.mul(tf.expandDims(tf.expandDims(present, tf.constant(1)), tf.constant(1)), triangle);
        return tf.math.mul(tf.math.sub(tf.constant(1f), allowed), tf.constant(NEVER));
    }
}
