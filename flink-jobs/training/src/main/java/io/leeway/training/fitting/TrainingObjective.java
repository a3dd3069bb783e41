package io.leeway.training.fitting;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What logits are fitted to, and how they are answered with. */
public enum TrainingObjective {
    /** Yes or no: logits and labels float32[batch, 1]; a probability, float32[batch]. */
    BINARY("probability") {
        @Override
        public Operand<TFloat32> losses(Ops tf, Operand<TFloat32> logits, Operand<TFloat32> labels) {
            // Binary cross-entropy; the fused operation has no gradient.
            return tf.math.sub(tf.math.softplus(logits), tf.math.mul(logits, labels));
        }

        @Override
        Operand<TFloat32> answer(Ops tf, Operand<TFloat32> logits) {
            Operand<TFloat32> probability = tf.math.sigmoid(logits);
            return tf.withName(output()).reshape(probability, tf.constant(new int[] {-1}));
        }
    },
    /** One of many, or shares: logits, labels and distribution float32[batch, n]. */
    DISTRIBUTION("distribution") {
        @Override
        public Operand<TFloat32> losses(Ops tf, Operand<TFloat32> logits, Operand<TFloat32> labels) {
            return tf.nn.softmaxCrossEntropyWithLogits(logits, labels).loss();
        }

        @Override
        Operand<TFloat32> answer(Ops tf, Operand<TFloat32> logits) {
            return tf.withName(output()).nn.softmax(logits);
        }
    };

    private final String output;

    TrainingObjective(String output) {
        this.output = output;
    }

    public String output() {
        return output;
    }

    /**
     * The loss of each row in training, with a yes counted so many times. Weighted so, a network
     * learns odds that are as many times too high; it is therefore fitted with its logits raised by
     * the weight's logarithm, and the logits themselves stay true (prior correction, King and Zeng
     * 2001).
     *
     * @param positiveWeight 1 for several columns, which have no yes
     */
    public Operand<TFloat32> losses(Ops tf, Operand<TFloat32> logits, Operand<TFloat32> labels, double positiveWeight) {
        if (this == DISTRIBUTION || positiveWeight == 1) {
            return losses(tf, logits, labels);
        }
        Operand<TFloat32> raised = tf.math.add(logits, tf.constant((float) Math.log(positiveWeight)));
        Operand<TFloat32> weights =
                tf.math.add(tf.constant(1f), tf.math.mul(labels, tf.constant((float) (positiveWeight - 1))));
        return tf.math.mul(weights, losses(tf, raised, labels));
    }

    public abstract Operand<TFloat32> losses(Ops tf, Operand<TFloat32> logits, Operand<TFloat32> labels);

    /** What is served: probabilities of logits that are calibrated already. */
    abstract Operand<TFloat32> answer(Ops tf, Operand<TFloat32> logits);

    /** What is served of logits divided by a temperature. */
    final Operand<TFloat32> answer(Ops tf, Operand<TFloat32> logits, double temperature) {
        return answer(tf, temperature == 1 ? logits : tf.math.div(logits, tf.constant((float) temperature)));
    }
}
