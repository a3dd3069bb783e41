package io.leeway.training.advertising;

import io.leeway.decisions.advertising.AdFeatures;
import io.leeway.training.network.Layers;
import io.leeway.training.network.NetworkParameters;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Clicks and conversions of an advertisement: attention of the history's categories to the
 * advertised one, not normalised, as in the Deep Interest Network (Zhou et al. 2018), under two
 * towers that share the embeddings, as in ESMM (Ma et al. 2018).
 */
final class AdNetwork {
    private static final int WIDTH = 12;
    private static final int ATTENTION = 16;
    private static final int HIDDEN = 32;
    private static final double DEVIATION = 0.1;

    private final Ops tf;
    private final Layers layers;
    private final Operand<TFloat32> clickLogit;
    private final Operand<TFloat32> conversionLogit;

    /** @param categories ids there are, padding and others included */
    AdNetwork(Ops tf, AdInputs inputs, NetworkParameters parameters, int categories) {
        this.tf = tf;
        this.layers = new Layers(tf, parameters);
        Operand<TFloat32> table = parameters.random("categories", categories, WIDTH, DEVIATION);
        Operand<TFloat32> history = layers.lookUp(table, layers.clamp(inputs.history(), categories));
        Operand<TFloat32> ad = layers.lookUp(table, layers.clamp(inputs.ad(), categories));
        Operand<TFloat32> same = tf.dtypes.cast(
                tf.math.equal(inputs.history(), tf.reshape(inputs.ad(), tf.constant(new int[] {-1, 1}))),
                TFloat32.class);
        Operand<TFloat32> interest = attended(history, ad, same, inputs);
        Operand<TFloat32> shared = layers.beside(List.of(
                interest,
                ad,
                tf.math.mul(interest, ad),
                ofKind(tf.math.mul(same, inputs.weights())),
                inputs.context()));
        int width = 3 * WIDTH + AdFeatures.SLOT_ENDS.size() + AdFeatures.CONTEXT;
        clickLogit = tower("click", shared, width);
        conversionLogit = tower("conversion", shared, width);
    }

    /** float32[batch, width]: the history's categories, each by its attention. */
    private Operand<TFloat32> attended(
            Operand<TFloat32> history, Operand<TFloat32> ad, Operand<TFloat32> same, AdInputs inputs) {
        int slots = AdFeatures.SLOTS;
        Operand<TFloat32> beside =
                tf.math.mul(tf.fill(tf.shape(history), tf.constant(1f)), layers.reshape(ad, -1, 1, WIDTH));
        Operand<TFloat32> kinds = tf.math.mul(
                tf.fill(tf.shape(layers.reshape(inputs.weights(), -1, slots, 1)), tf.constant(1f)), constantKinds());
        Operand<TFloat32> each = tf.concat(
                List.of(
                        history,
                        beside,
                        tf.math.mul(history, beside),
                        layers.reshape(same, -1, slots, 1),
                        layers.reshape(inputs.weights(), -1, slots, 1),
                        kinds),
                tf.constant(2));
        int width = 3 * WIDTH + 2 + AdFeatures.SLOT_ENDS.size();
        Operand<TFloat32> flat = layers.reshape(each, -1, width);
        Operand<TFloat32> weight =
                layers.dense("attention_weight", layers.hidden("attention", flat, width, ATTENTION), ATTENTION, 1);
        Operand<TFloat32> present = layers.reshape(layers.present(inputs.history()), -1, slots, 1);
        Operand<TFloat32> counted = tf.math.mul(layers.reshape(weight, -1, slots, 1), present);
        return tf.sum(tf.math.mul(history, counted), tf.constant(1));
    }

    /** float32[1, slots, kinds]: which kind a slot is of. */
    private Operand<TFloat32> constantKinds() {
        int kinds = AdFeatures.SLOT_ENDS.size();
        float[] ones = new float[AdFeatures.SLOTS * kinds];
        for (int slot = 0; slot < AdFeatures.SLOTS; slot++) {
            ones[slot * kinds + kind(slot)] = 1;
        }
        return tf.constant(Shape.of(1, AdFeatures.SLOTS, kinds), DataBuffers.of(ones, true, true));
    }

    private static int kind(int slot) {
        int kind = 0;
        while (slot >= AdFeatures.SLOT_ENDS.get(kind)) {
            kind++;
        }
        return kind;
    }

    /** float32[batch, kinds]: the sums over the slots of each kind. */
    private Operand<TFloat32> ofKind(Operand<TFloat32> values) {
        return tf.linalg.matMul(values, layers.reshape(constantKinds(), AdFeatures.SLOTS, -1));
    }

    private Operand<TFloat32> tower(String name, Operand<TFloat32> shared, int width) {
        Operand<TFloat32> first = layers.hidden(name + "_1", shared, width, HIDDEN);
        Operand<TFloat32> second = layers.hidden(name + "_2", first, HIDDEN, HIDDEN / 2);
        return layers.reshape(layers.dense(name + "_logit", second, HIDDEN / 2, 1), -1);
    }

    /** float32[batch]. */
    Operand<TFloat32> click() {
        return tf.math.sigmoid(clickLogit);
    }

    /** float32[batch]: after a click. */
    Operand<TFloat32> conversion() {
        return tf.math.sigmoid(conversionLogit);
    }

    /**
     * The loss over all impressions: of clicks, and of clicks with conversion, whose probability is
     * the product. So the conversion tower learns from all impressions and not from the clicked
     * ones alone.
     *
     * @param labels float32[batch, 2]: click, and conversion
     */
    Operand<TFloat32> loss(Operand<TFloat32> labels) {
        Operand<TFloat32> clicked = column(labels, 0);
        Operand<TFloat32> converted = column(labels, 1);
        Operand<TFloat32> ofClicks = tf.math.sub(tf.math.softplus(clickLogit), tf.math.mul(clickLogit, clicked));
        // log of the product of two sigmoids, without taking the log of something that may be 0.
        Operand<TFloat32> logBoth = tf.math.neg(
                tf.math.add(tf.math.softplus(tf.math.neg(clickLogit)), tf.math.softplus(tf.math.neg(conversionLogit))));
        Operand<TFloat32> neither =
                tf.math.log(tf.math.maximum(tf.math.sub(tf.constant(1f), tf.math.exp(logBoth)), tf.constant(1e-6f)));
        Operand<TFloat32> ofBoth = tf.math.neg(tf.math.add(
                tf.math.mul(converted, logBoth), tf.math.mul(tf.math.sub(tf.constant(1f), converted), neither)));
        return tf.math.mean(tf.math.add(ofClicks, ofBoth), tf.constant(0));
    }

    private Operand<TFloat32> column(Operand<TFloat32> labels, int column) {
        return layers.reshape(tf.slice(labels, tf.constant(new int[] {0, column}), tf.constant(new int[] {-1, 1})), -1);
    }
}
