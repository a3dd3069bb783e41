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
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Reads the weeks of the churn task, oldest first, as what they are, a sequence; what was read
 * beside the other features, one hidden layer, and a straight line from those features to the
 * logit: float32[batch, 1].
 *
 * <p>Features are standardised with constants of the training split.
 */
final class WeeksArchitecture implements Architecture {
    private static final int HIDDEN = 24;
    private static final String WEEKS = "weeks";

    private final Map<FeatureSpec, FeatureScaling> standards = new LinkedHashMap<>();
    private final float logOdds;
    private final String name;
    private final int read;
    private final Function<WeeksReading, Operand<TFloat32>> reading;

    /**
     * @param read how many numbers the reading gives of a row
     * @param reading float32[batch, read] of the weeks
     * @param rows what the means and deviations are taken of
     * @param positives the share of rows with label 1, where the bias starts
     */
    WeeksArchitecture(
            String name,
            int read,
            Function<WeeksReading, Operand<TFloat32>> reading,
            List<FeatureVector> rows,
            double positives) {
        this.name = name;
        this.read = read;
        this.reading = reading;
        for (FeatureSpec feature : Task.CHURN.features()) {
            standards.put(feature, FeatureScaling.of(Task.CHURN, feature, rows));
        }
        logOdds = (float) Math.log(positives / (1 - positives));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Operand<TFloat32> logits(Ops tf, NetworkInputs inputs, NetworkParameters parameters) {
        Layers layers = new Layers(tf, parameters);
        List<Operand<TFloat32>> others = new ArrayList<>();
        int width = 0;
        Operand<TFloat32> state = null;
        for (Map.Entry<FeatureSpec, FeatureScaling> entry : standards.entrySet()) {
            FeatureSpec feature = entry.getKey();
            Operand<TFloat32> x = layers.standardise(inputs.numbers(feature.name()), entry.getValue());
            if (feature.name().equals(WEEKS)) {
                state = reading.apply(new WeeksReading(
                        tf,
                        parameters,
                        layers,
                        x,
                        feature.shape().get(0),
                        feature.shape().get(1)));
            } else {
                others.add(x);
                width += feature.width();
            }
        }
        if (state == null) {
            throw new IllegalStateException("The churn task has no weeks");
        }
        Operand<TFloat32> flat = layers.beside(others);
        Operand<TFloat32> hidden = layers.hidden("hidden", layers.beside(List.of(state, flat)), read + width, HIDDEN);
        Operand<TFloat32> deep =
                parameters.product("deep_weights", hidden, parameters.matrix("deep_weights", HIDDEN, 1));
        Operand<TFloat32> wide =
                parameters.product("wide_weights", flat, parameters.random("wide_weights", width, 1, 0.01));
        return parameters.plus("bias", tf.math.add(deep, wide), parameters.vector("bias", logOdds));
    }
}
