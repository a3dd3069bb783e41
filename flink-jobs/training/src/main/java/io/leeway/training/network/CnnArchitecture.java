package io.leeway.training.network;

import io.leeway.records.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Two convolutions over the weeks, the second with gaps (Bai et al. 2018), so that together they
 * see nine weeks at a time; their mean over time and their last output count.
 *
 * <p>A convolution is a product of the weeks beside each other with one matrix: on the processor
 * that is as fast, and its gradient is summed in the same order each time.
 */
final class CnnArchitecture extends WeeksArchitecture {
    private static final int CHANNELS = 24;
    private static final int TAPS = 3;
    private static final int GAP = 3;

    public CnnArchitecture(List<FeatureVector> rows, double positives) {
        super(rows, positives);
    }

    @Override
    public String name() {
        return "cnn-2x" + CHANNELS;
    }

    @Override
    int width() {
        return 2 * CHANNELS;
    }

    @Override
    Operand<TFloat32> read(
            Ops tf, NetworkParameters parameters, Layers layers, Operand<TFloat32> weeks, int steps, int columns) {
        int first = steps - (TAPS - 1);
        Operand<TFloat32> near = convolve(tf, layers, "near", weeks, columns, first, 1);
        int second = first - (TAPS - 1) * GAP;
        Operand<TFloat32> far = convolve(tf, layers, "far", near, CHANNELS, second, GAP);
        Operand<TFloat32> last =
                tf.slice(far, tf.constant(new int[] {0, second - 1, 0}), tf.constant(new int[] {-1, 1, CHANNELS}));
        return layers.beside(
                List.of(layers.reshape(last, -1, CHANNELS), tf.math.mean(far, tf.constant(new int[] {1}))));
    }

    /** float32[batch, n, in] to float32[batch, steps, CHANNELS]. */
    private static Operand<TFloat32> convolve(
            Ops tf, Layers layers, String name, Operand<TFloat32> x, int in, int steps, int gap) {
        List<Operand<TFloat32>> taps = new ArrayList<>();
        for (int tap = 0; tap < TAPS; tap++) {
            taps.add(tf.slice(x, tf.constant(new int[] {0, tap * gap, 0}), tf.constant(new int[] {-1, steps, in})));
        }
        Operand<TFloat32> seen = layers.reshape(tf.concat(taps, tf.constant(2)), -1, TAPS * in);
        return layers.reshape(layers.hidden(name, seen, TAPS * in, CHANNELS), -1, steps, CHANNELS);
    }
}
