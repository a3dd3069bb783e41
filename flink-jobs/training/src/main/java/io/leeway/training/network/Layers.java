package io.leeway.training.network;

import io.leeway.training.dataset.FeatureScaling;
import io.leeway.training.dataset.Vocabulary;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** The few building blocks that the architectures share. */
public record Layers(Ops tf, NetworkParameters parameters) {
    private static final float[] BEND_AT = {0, 1, 2, 3, 4, 5, 6, 7};

    /** How many numbers {@link #bend} makes of one. */
    static final int BENDS = BEND_AT.length;

    private static final float EPSILON = 1e-5f;
    /** Standardised values beyond this many deviations say no more than that they are far out. */
    private static final float FAR_OUT = 6;

    /** x·W + b of float32[rows, in]. */
    public Operand<TFloat32> dense(String name, Operand<TFloat32> x, int in, int out) {
        Operand<TFloat32> weights = parameters.matrix(name + "_weights", in, out);
        Operand<TFloat32> bias = parameters.zeros(name + "_bias", out);
        return parameters.plus(name + "_bias", parameters.product(name + "_weights", x, weights), bias);
    }

    /** relu(x·W + b), of which training leaves some numbers out. */
    public Operand<TFloat32> hidden(String name, Operand<TFloat32> x, int in, int out) {
        return parameters.dropOut(name, tf.nn.relu(dense(name, x, in, out)));
    }

    /** Each row of float32[rows, width] standardised, then scaled and shifted (Ba et al. 2016). */
    public Operand<TFloat32> layerNorm(String name, Operand<TFloat32> x, int width) {
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        Operand<TInt32> last = tf.constant(-1);
        Operand<TFloat32> centred = tf.math.sub(x, tf.math.mean(x, last, Mean.keepDims(true)));
        Operand<TFloat32> variance = tf.math.mean(tf.math.mul(centred, centred), last, Mean.keepDims(true));
        Operand<TFloat32> normal = tf.math.mul(centred, tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))));
        return tf.math.add(
                tf.math.mul(normal, parameters.vector(name + "_scale", ones)),
                parameters.zeros(name + "_shift", width));
    }

    /** A feature standardised by the training split, as constants of the graph; cut far out. */
    Operand<TFloat32> standardise(Operand<TFloat32> x, FeatureScaling standard) {
        Operand<TFloat32> scaled =
                tf.math.mul(tf.math.sub(x, constant(standard.means())), constant(standard.inverseDeviations()));
        return tf.math.maximum(tf.math.minimum(scaled, tf.constant(FAR_OUT)), tf.constant(-FAR_OUT));
    }

    /** Ids held within a table of that many rows: out of range a look-up would fail. */
    public Operand<TInt32> clamp(Operand<TInt32> ids, int rows) {
        return tf.math.maximum(tf.math.minimum(ids, tf.constant(rows - 1)), tf.constant(0));
    }

    /** Rows of a table: float32[…ids, width]. */
    public Operand<TFloat32> lookUp(Operand<TFloat32> table, Operand<TInt32> ids) {
        return tf.gather(table, ids, tf.constant(0));
    }

    /** 1 where an id is not padding, else 0. */
    public Operand<TFloat32> present(Operand<TInt32> ids) {
        return tf.dtypes.cast(tf.math.greater(ids, tf.constant(Vocabulary.PADDING)), TFloat32.class);
    }

    /** A reshape to constant dimensions, of which one may be −1. */
    public Operand<TFloat32> reshape(Operand<TFloat32> x, int... shape) {
        return tf.reshape(x, tf.constant(shape));
    }

    /** float32[rows, a + b + …]. */
    public Operand<TFloat32> beside(List<Operand<TFloat32>> parts) {
        return tf.concat(parts, tf.constant(1));
    }

    Operand<TFloat32> constant(float[] values) {
        return tf.constant(Shape.of(values.length), DataBuffers.of(values, true, true));
    }

    /** A time in log1p of hours, float32[rows, 1], by its bends: float32[rows, bends]. */
    Operand<TFloat32> bend(Operand<TFloat32> x) {
        return tf.nn.relu(tf.math.sub(x, constant(BEND_AT)));
    }

    /** The last columns of [rows, n]. */
    <T extends TType> Operand<T> newest(Operand<T> x, int columns) {
        int from = Math.toIntExact(x.shape().get(1)) - columns;
        return tf.slice(x, tf.constant(new int[] {0, from}), tf.constant(new int[] {-1, columns}));
    }

    /** float32[rows, n], each column further from the last counting less; 0 for the last alone. */
    Operand<TFloat32> fading(Operand<TFloat32> x, double memory) {
        float[] weights = new float[Math.toIntExact(x.shape().get(1))];
        for (int at = 0; at < weights.length; at++) {
            weights[at] = (float) Math.pow(memory, weights.length - 1.0 - at);
        }
        return tf.math.mul(x, constant(weights));
    }

    /** Weights float32[batch, n] added up by their ids: float32[batch, vocabulary]. */
    Operand<TFloat32> sumsById(Operand<TInt32> ids, Operand<TFloat32> weights, int vocabulary) {
        Operand<TInt32> all = tf.constant(new int[] {-1});
        Operand<TInt32> batch = tf.reshape(
                tf.slice(tf.shape(ids), tf.constant(new int[] {0}), tf.constant(new int[] {1})),
                tf.constant(new int[] {}));
        Operand<TInt32> starts = tf.math.mul(tf.range(tf.constant(0), batch, tf.constant(1)), tf.constant(vocabulary));
        Operand<TInt32> cells = tf.math.add(clamp(ids, vocabulary), tf.expandDims(starts, tf.constant(1)));
        Operand<TFloat32> sums = tf.math.unsortedSegmentSum(
                tf.reshape(weights, all), tf.reshape(cells, all), tf.math.mul(batch, tf.constant(vocabulary)));
        return reshape(sums, -1, vocabulary);
    }

    Operand<TFloat32> rowSums(Operand<TFloat32> x) {
        return reshape(tf.sum(x, tf.constant(1)), -1, 1);
    }
}
