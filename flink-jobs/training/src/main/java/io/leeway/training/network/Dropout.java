package io.leeway.training.network;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.PlaceholderWithDefault;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Leaves numbers of hidden layers out while training (Srivastava et al. 2014). Which ones is a
 * function of the seed, the layer's name and the step, so that training is repeatable and can
 * resume after an interruption; nothing is left out where no step is fed.
 */
public final class Dropout {
    private final float share;
    private final long seed;
    private final PlaceholderWithDefault<TFloat32> kept;
    private final PlaceholderWithDefault<TInt64> step;

    public Dropout(Ops tf, double share, long seed) {
        this.share = (float) share;
        this.seed = seed;
        kept = tf.placeholderWithDefault(tf.constant(1f), Shape.scalar());
        step = tf.placeholderWithDefault(tf.constant(0L), Shape.scalar());
    }

    /** The layer with some numbers 0 and the others larger, so that their expected sum stays. */
    Operand<TFloat32> apply(Ops tf, String name, Operand<TFloat32> x) {
        Operand<TInt64> key = tf.stack(List.of(tf.constant(seed * 31 + name.hashCode()), step));
        Operand<TFloat32> uniform = tf.random.statelessRandomUniform(tf.shape(x), key, TFloat32.class);
        // 1 where uniform + kept reaches 1: everywhere when all is kept.
        Operand<TFloat32> mask = tf.math.div(tf.math.floor(tf.math.add(uniform, kept)), kept);
        return tf.math.mul(x, tf.stopGradient(mask));
    }

    public void feed(Session.Runner runner, TFloat32 keptNow, TInt64 stepNow) {
        runner.feed(kept, keptNow).feed(step, stepNow);
    }

    public float kept() {
        return 1 - share;
    }
}
