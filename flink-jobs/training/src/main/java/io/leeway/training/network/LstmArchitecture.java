package io.leeway.training.network;

import io.leeway.records.FeatureVector;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997; forget gates, Gers et al. 2000) over the
 * weeks, of which the last output counts. Unrolled, as {@link GruArchitecture} is.
 */
final class LstmArchitecture extends WeeksArchitecture {
    private static final int STATE = 24;

    public LstmArchitecture(List<FeatureVector> rows, double positives) {
        super(rows, positives);
    }

    @Override
    public String name() {
        return "lstm-" + STATE;
    }

    @Override
    int width() {
        return STATE;
    }

    @Override
    Operand<TFloat32> read(
            Ops tf, NetworkParameters parameters, Layers layers, Operand<TFloat32> weeks, int steps, int columns) {
        Operand<TFloat32> flat = byWeek(tf, layers, weeks, columns);
        List<Operand<TFloat32>> toGates = weekly(tf, layers.dense("gates", flat, columns, 4 * STATE), steps);
        Operand<TFloat32> gates = parameters.matrix("gates_state_weights", STATE, 4 * STATE);
        Operand<TFloat32> output = tf.zerosLike(parts(tf, toGates.get(0), 4).get(0));
        Operand<TFloat32> cell = output;
        for (int t = 0; t < steps; t++) {
            List<Output<TFloat32>> parts = parts(tf, tf.math.add(toGates.get(t), tf.linalg.matMul(output, gates)), 4);
            Operand<TFloat32> in = tf.math.mul(tf.math.sigmoid(parts.get(0)), tf.math.tanh(parts.get(1)));
            // It starts out remembering (Jozefowicz et al. 2015).
            Operand<TFloat32> remember = tf.math.sigmoid(tf.math.add(parts.get(2), tf.constant(1f)));
            cell = tf.math.add(tf.math.mul(remember, cell), in);
            output = tf.math.mul(tf.math.sigmoid(parts.get(3)), tf.math.tanh(cell));
        }
        return parameters.dropOut("weeks", output);
    }
}
