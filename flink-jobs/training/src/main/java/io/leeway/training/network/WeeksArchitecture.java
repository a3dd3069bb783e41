package io.leeway.training.network;

import io.leeway.records.FeatureVector;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.FeatureScaling;
import io.leeway.training.dataset.NetworkInputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Reads the weeks of the churn task, oldest first, as what they are, a sequence; what was read
 * beside the other features, one hidden layer, and a straight line from those features to the
 * logit: float32[batch, 1].
 *
 * <p>Features are standardised with constants of the training split.
 */
abstract class WeeksArchitecture implements Architecture {
    private static final int HIDDEN = 24;
    private static final String WEEKS = "weeks";

    private final Map<FeatureSpec, FeatureScaling> standards = new LinkedHashMap<>();
    private final float logOdds;

    /**
     * @param rows what the means and deviations are taken of
     * @param positives the share of rows with label 1, where the bias starts
     */
    public WeeksArchitecture(List<FeatureVector> rows, double positives) {
        for (FeatureSpec feature : Task.CHURN.features()) {
            standards.put(feature, FeatureScaling.of(Task.CHURN, feature, rows));
        }
        logOdds = (float) Math.log(positives / (1 - positives));
    }

    /** How many numbers {@link #read} gives of a row. */
    abstract int width();

    /**
     * Reads the weeks.
     *
     * @param weeks float32[batch, steps, columns], standardised
     * @return float32[batch, {@link #width}]
     */
    abstract Operand<TFloat32> read(
            Ops tf, NetworkParameters parameters, Layers layers, Operand<TFloat32> weeks, int steps, int columns);

    @Override
    public final Operand<TFloat32> logits(Ops tf, NetworkInputs inputs, NetworkParameters parameters) {
        Layers layers = new Layers(tf, parameters);
        List<Operand<TFloat32>> others = new ArrayList<>();
        int width = 0;
        Operand<TFloat32> state = null;
        for (Map.Entry<FeatureSpec, FeatureScaling> entry : standards.entrySet()) {
            FeatureSpec feature = entry.getKey();
            Operand<TFloat32> x = layers.standardise(inputs.numbers(feature.name()), entry.getValue());
            if (feature.name().equals(WEEKS)) {
                state = read(
                        tf,
                        parameters,
                        layers,
                        x,
                        feature.shape().get(0),
                        feature.shape().get(1));
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
                layers.hidden("hidden", layers.beside(List.of(state, flat)), width() + width, HIDDEN);
        Operand<TFloat32> deep =
                parameters.product("deep_weights", hidden, parameters.matrix("deep_weights", HIDDEN, 1));
        Operand<TFloat32> wide =
                parameters.product("wide_weights", flat, parameters.random("wide_weights", width, 1, 0.01));
        return parameters.plus("bias", tf.math.add(deep, wide), parameters.vector("bias", logOdds));
    }

    /** float32[batch, steps, columns] to float32[steps × batch, columns]: weeks outermost. */
    static Operand<TFloat32> byWeek(Ops tf, Layers layers, Operand<TFloat32> weeks, int columns) {
        return layers.reshape(tf.linalg.transpose(weeks, tf.constant(new int[] {1, 0, 2})), -1, columns);
    }

    /** float32[steps × batch, width] to a list of float32[batch, width]. */
    static List<Operand<TFloat32>> weekly(Ops tf, Operand<TFloat32> flat, int steps) {
        return List.copyOf(tf.split(tf.constant(0), flat, (long) steps).output());
    }

    /** float32[rows, parts × width] to a list of float32[rows, width]. */
    static List<Output<TFloat32>> parts(Ops tf, Operand<TFloat32> x, long parts) {
        return tf.split(tf.constant(1), x, parts).output();
    }
}
