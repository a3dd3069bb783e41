package io.leeway.training.items;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The full cross-entropy over all items, of the positions that are asked about and no others: with
 * padding the logits would be several times as many.
 *
 * <p>The operation has no gradient here but gives it itself, as a matrix of the logits' size. It is
 * led on by hand to what the logits were made of, and from there TensorFlow continues.
 */
final class ItemLoss {
    private final Ops tf;
    private final Operand<TFloat32> states;
    private final Operand<TFloat32> table;
    private final Operand<TFloat32> logits;

    /**
     * @param states float32[positions, width]
     * @param table float32[items, width], item number 1 first
     */
    ItemLoss(Ops tf, Operand<TFloat32> states, Operand<TFloat32> table) {
        this.tf = tf;
        this.states = states;
        this.table = table;
        logits = tf.linalg.matMul(states, table, MatMul.transposeB(true));
    }

    /** float32[positions, items]. */
    Operand<TFloat32> logits() {
        return logits;
    }

    /**
     * A sum whose gradients in the states and the table are those of the mean over the positions,
     * in nats; its own value says nothing.
     *
     * @param targets int32[positions] of item number − 1
     */
    Operand<TFloat32> leading(Operand<TInt32> targets) {
        SparseSoftmaxCrossEntropyWithLogits<TFloat32> entropy =
                tf.nn.sparseSoftmaxCrossEntropyWithLogits(logits, targets);
        Operand<TFloat32> slope = tf.stopGradient(entropy.backprop());
        Operand<TFloat32> ofStates = tf.linalg.matMul(slope, table);
        Operand<TFloat32> ofTable = tf.linalg.matMul(slope, states, MatMul.transposeA(true));
        return tf.math.div(
                tf.math.add(dot(states, ofStates), dot(table, ofTable)),
                tf.dtypes.cast(tf.size(targets), TFloat32.class));
    }

    private Operand<TFloat32> dot(Operand<TFloat32> a, Operand<TFloat32> b) {
        return tf.sum(tf.math.mul(a, tf.stopGradient(b)), tf.constant(new int[] {0, 1}));
    }
}
