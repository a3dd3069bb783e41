package io.leeway.training;

import io.leeway.records.FeatureVector;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A gated recurrent unit (Cho et al. 2014) over the weeks, oldest first, its last state beside the other churn features, one hidden layer, and a straight
 * line from those features to the logit: float32[batch, 1].
 *
 * <p>It is unrolled, one copy of the cell a week over the same weights: TensorFlow's fused cells and loops have no gradients here. Features are standardised
 * with constants of the training split.
 */
final class GruArchitecture implements Architecture {

    private static final int STATE = 24;
    private static final int HIDDEN = 24;
    private static final String WEEKS = "weeks";

    private final Map<FeatureSpec, Standard> standards = new LinkedHashMap<>();
    private final float logOdds;

    /**
     * @param rows what the means and deviations are taken of
     * @param positives the share of rows with label 1, where the bias starts
     */
    GruArchitecture(List<FeatureVector> rows, double positives) {
        for (FeatureSpec feature : Task.CHURN.features()) {
            standards.put(feature, Standard.of(Task.CHURN, feature, rows));
        }
        logOdds = (float) Math.log(positives / (1 - positives));
    }

    @Override
    public String name() {
        return "gru-" + STATE;
    }

    @Override
    public Operand<TFloat32> logits(Ops tf, Inputs inputs, Parameters parameters) {
        Layers layers = new Layers(tf, parameters);
        List<Operand<TFloat32>> others = new ArrayList<>();
        int width = 0;
        Operand<TFloat32> state = null;
        for (Map.Entry<FeatureSpec, Standard> entry : standards.entrySet()) {
            FeatureSpec feature = entry.getKey();
            Operand<TFloat32> x = layers.standardise(inputs.numbers(feature.name()), entry.getValue());
            if (feature.name().equals(WEEKS)) {
                state = recur(tf, parameters, layers, x, feature);
            } else {
                others.add(x);
                width += feature.width();
            }
        }
        if (state == null) {
            throw new IllegalStateException("The churn task has no weeks");
        }
        Operand<TFloat32> flat = layers.beside(others);
        Operand<TFloat32> hidden =
                tf.nn.relu(layers.dense("hidden", layers.beside(List.of(state, flat)), STATE + width, HIDDEN));
        Operand<TFloat32> deep = tf.linalg.matMul(hidden, parameters.matrix("deep_weights", HIDDEN, 1));
        Operand<TFloat32> wide = tf.linalg.matMul(flat, parameters.random("wide_weights", width, 1, 0.01));
        return tf.math.add(tf.math.add(deep, wide), parameters.vector("bias", logOdds));
    }

    private static Operand<TFloat32> recur(
            Ops tf, Parameters parameters, Layers layers, Operand<TFloat32> weeks, FeatureSpec feature) {
        int steps = feature.shape().get(0);
        int columns = feature.shape().get(1);
        Operand<TFloat32> byWeek = tf.linalg.transpose(weeks, tf.constant(new int[] {1, 0, 2}));
        Operand<TFloat32> flat = layers.reshape(byWeek, -1, columns);
        // What the inputs add to gates and candidate, for all weeks in one product each.
        List<Operand<TFloat32>> toGates = weekly(tf, layers.dense("gates", flat, columns, 2 * STATE), steps);
        List<Operand<TFloat32>> toCandidate = weekly(tf, layers.dense("candidate", flat, columns, STATE), steps);
        Operand<TFloat32> gates = parameters.matrix("gates_state_weights", STATE, 2 * STATE);
        Operand<TFloat32> candidates = parameters.matrix("candidate_state_weights", STATE, STATE);
        Operand<TFloat32> state = tf.zerosLike(toCandidate.get(0));
        for (int t = 0; t < steps; t++) {
            Operand<TFloat32> both = tf.math.sigmoid(tf.math.add(toGates.get(t), tf.linalg.matMul(state, gates)));
            List<Output<TFloat32>> parts = tf.split(tf.constant(1), both, 2L).output();
            Operand<TFloat32> reset = tf.math.mul(parts.get(1), state);
            Operand<TFloat32> candidate =
                    tf.math.tanh(tf.math.add(toCandidate.get(t), tf.linalg.matMul(reset, candidates)));
            state = tf.math.add(candidate, tf.math.mul(parts.get(0), tf.math.sub(state, candidate)));
        }
        return state;
    }

    private static List<Operand<TFloat32>> weekly(Ops tf, Operand<TFloat32> flat, int steps) {
        // float32[weeks × batch, width] to a list of float32[batch, width].
        return List.copyOf(tf.split(tf.constant(0), flat, (long) steps).output());
    }
}
