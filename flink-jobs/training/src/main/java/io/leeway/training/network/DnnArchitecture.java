package io.leeway.training.network;

import io.leeway.records.FeatureVector;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.FeatureScaling;
import io.leeway.training.dataset.NetworkInputs;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Two hidden layers over all churn features side by side, the weeks unrolled: float32[batch, 1]. It
 * costs about a microsecond a row; what it forgets is that one week follows another.
 */
public final class DnnArchitecture implements Architecture {
    private static final int FIRST = 64;
    private static final int SECOND = 32;

    private final float[] means;
    private final float[] inverseDeviations;
    private final float logOdds;

    /**
     * @param rows what the means and deviations are taken of
     * @param positives the share of rows with label 1, where the bias starts
     */
    public DnnArchitecture(List<FeatureVector> rows, double positives) {
        means = new float[Task.CHURN.numbers()];
        inverseDeviations = new float[Task.CHURN.numbers()];
        for (FeatureSpec feature : Task.CHURN.features()) {
            FeatureScaling standard = FeatureScaling.of(Task.CHURN, feature, rows);
            int columns = standard.means().length;
            int offset = Task.CHURN.offset(feature);
            for (int i = 0; i < feature.width(); i++) {
                means[offset + i] = standard.means()[i % columns];
                inverseDeviations[offset + i] = standard.inverseDeviations()[i % columns];
            }
        }
        logOdds = (float) Math.log(positives / (1 - positives));
    }

    @Override
    public String name() {
        return "dnn-" + FIRST + "-" + SECOND;
    }

    @Override
    public Operand<TFloat32> logits(Ops tf, NetworkInputs inputs, NetworkParameters parameters) {
        Layers layers = new Layers(tf, parameters);
        List<Operand<TFloat32>> flat = new ArrayList<>();
        for (FeatureSpec feature : Task.CHURN.features()) {
            flat.add(layers.reshape(inputs.numbers(feature.name()), -1, feature.width()));
        }
        Operand<TFloat32> x = layers.standardise(layers.beside(flat), new FeatureScaling(means, inverseDeviations));
        Operand<TFloat32> first = layers.hidden("first", x, means.length, FIRST);
        Operand<TFloat32> second = layers.hidden("second", first, FIRST, SECOND);
        Operand<TFloat32> deep =
                parameters.product("deep_weights", second, parameters.matrix("deep_weights", SECOND, 1));
        return parameters.plus("bias", deep, parameters.vector("bias", logOdds));
    }
}
