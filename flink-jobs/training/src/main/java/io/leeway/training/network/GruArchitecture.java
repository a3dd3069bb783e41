package io.leeway.training.network;

import io.leeway.records.FeatureVector;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A gated recurrent unit (Cho et al. 2014) over the weeks, of which the last state counts.
 *
 * <p>It is unrolled, one copy of the cell a week over the same weights: TensorFlow's fused cells
 * and loops have no gradients here.
 */
public final class GruArchitecture extends WeeksArchitecture {
    private static final int STATE = 24;

    public GruArchitecture(List<FeatureVector> rows, double positives) {
        super(rows, positives);
    }

    @Override
    public String name() {
        return "gru-" + STATE;
    }

    @Override
    int width() {
        return STATE;
    }

    @Override
    Operand<TFloat32> read(
            Ops tf, NetworkParameters parameters, Layers layers, Operand<TFloat32> weeks, int steps, int columns) {
        Operand<TFloat32> flat = byWeek(tf, layers, weeks, columns);
        // What the inputs add to gates and candidate, for all weeks in one product each.
        List<Operand<TFloat32>> toGates = weekly(tf, layers.dense("gates", flat, columns, 2 * STATE), steps);
        List<Operand<TFloat32>> toCandidate = weekly(tf, layers.dense("candidate", flat, columns, STATE), steps);
        Operand<TFloat32> gates = parameters.matrix("gates_state_weights", STATE, 2 * STATE);
        Operand<TFloat32> candidates = parameters.matrix("candidate_state_weights", STATE, STATE);
        Operand<TFloat32> state = tf.zerosLike(toCandidate.get(0));
        for (int t = 0; t < steps; t++) {
            Operand<TFloat32> both = tf.math.sigmoid(tf.math.add(toGates.get(t), tf.linalg.matMul(state, gates)));
            List<Output<TFloat32>> parts = parts(tf, both, 2);
            Operand<TFloat32> reset = tf.math.mul(parts.get(1), state);
            Operand<TFloat32> candidate =
                    tf.math.tanh(tf.math.add(toCandidate.get(t), tf.linalg.matMul(reset, candidates)));
            state = tf.math.add(candidate, tf.math.mul(parts.get(0), tf.math.sub(state, candidate)));
        }
        return parameters.dropOut("weeks", state);
    }
}
