package io.leeway.training.network;

import io.leeway.training.dataset.NetworkInputs;
import io.leeway.training.dataset.Transitions;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What a shopper's own categories, and what usually follows them, add to the logits of all
 * categories: float32[batch, vocabulary + 2] each.
 *
 * @param vocabulary ids there are, padding and others included
 */
record CategoryTerms(Ops tf, Layers layers, NetworkParameters parameters, NetworkInputs inputs, int vocabulary) {
    /** Weights float32[batch, n] added up by the ids int32[batch, n] they belong to. */
    Operand<TFloat32> shares(Operand<TInt32> ids, Operand<TFloat32> weights) {
        return layers.sumsById(ids, weights, vocabulary);
    }

    /**
     * The followers of actions, by the actions' weights.
     *
     * @param actions int32[batch, n], clamped
     * @param weights float32[batch, n], 0 for padding
     * @param newest how many of the last actions are followed
     */
    Operand<TFloat32> followers(
            Transitions transitions, Operand<TInt32> actions, Operand<TFloat32> weights, int newest) {
        boolean training = inputs.fold().isPresent();
        Shape shape = Shape.of(training ? (Transitions.FOLDS + 1L) * vocabulary : vocabulary, transitions.followers());
        int[] next = training ? transitions.ids() : transitions.servedIds();
        float[] share = training ? transitions.shares() : transitions.servedShares();
        Operand<TInt32> rows = layers.newest(actions, newest);
        if (training) {
            Operand<TInt32> starts = tf.math.mul(inputs.fold().orElseThrow(), tf.constant(vocabulary));
            rows = tf.math.add(rows, tf.expandDims(starts, tf.constant(1)));
        }
        int flat = newest * transitions.followers();
        Operand<TInt32> ids = tf.gather(tf.constant(shape, DataBuffers.of(next, true, false)), rows, tf.constant(0));
        Operand<TFloat32> shares =
                tf.gather(tf.constant(shape, DataBuffers.of(share, true, false)), rows, tf.constant(0));
        Operand<TFloat32> weighted = tf.math.mul(shares, tf.expandDims(layers.newest(weights, newest), tf.constant(2)));
        return shares(tf.reshape(ids, tf.constant(new int[] {-1, flat})), layers.reshape(weighted, -1, flat));
    }

    /**
     * gate·log(1 + c·share) with a learned c.
     *
     * @param gate float32[batch, 1]: how much it counts for each row
     * @param logStart the logarithm of c to begin with
     */
    Operand<TFloat32> gated(String name, Operand<TFloat32> shares, Operand<TFloat32> gate, float logStart) {
        Operand<TFloat32> steepness = tf.math.exp(parameters.vector(name + "_steepness", logStart));
        return tf.math.mul(tf.math.log1p(tf.math.mul(shares, steepness)), gate);
    }
}
