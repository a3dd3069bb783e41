package io.leeway.training.network;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;

/**
 * The weeks of the churn task, oldest first, read as what they are, a sequence.
 *
 * @param weeks float32[batch, steps, columns], standardised
 */
record WeeksReading(
        Ops tf, NetworkParameters parameters, Layers layers, Operand<TFloat32> weeks, int steps, int columns) {
    /** Of a state, of a convolution's output, of an embedded week. */
    static final int WIDTH = 24;

    private static final int TAPS = 3;
    private static final int GAP = 3;
    private static final int HEADS = 2;

    /**
     * A gated recurrent unit (Cho et al. 2014) over the weeks, of which the last state counts.
     *
     * <p>It is unrolled, one copy of the cell a week over the same weights: TensorFlow's fused
     * cells and loops have no gradients here.
     */
    Operand<TFloat32> gru() {
        Operand<TFloat32> flat = byWeek();
        // What the inputs add to gates and candidate, for all weeks in one product each.
        List<Operand<TFloat32>> toGates = weekly(layers.dense("gates", flat, columns, 2 * WIDTH));
        List<Operand<TFloat32>> toCandidate = weekly(layers.dense("candidate", flat, columns, WIDTH));
        Operand<TFloat32> gates = parameters.matrix("gates_state_weights", WIDTH, 2 * WIDTH);
        Operand<TFloat32> candidates = parameters.matrix("candidate_state_weights", WIDTH, WIDTH);
        Operand<TFloat32> state = tf.zerosLike(toCandidate.get(0));
        for (int t = 0; t < steps; t++) {
            Operand<TFloat32> both = tf.math.sigmoid(tf.math.add(toGates.get(t), tf.linalg.matMul(state, gates)));
            List<Output<TFloat32>> parts = parts(both, 2);
            Operand<TFloat32> reset = tf.math.mul(parts.get(1), state);
            Operand<TFloat32> candidate =
                    tf.math.tanh(tf.math.add(toCandidate.get(t), tf.linalg.matMul(reset, candidates)));
            state = tf.math.add(candidate, tf.math.mul(parts.get(0), tf.math.sub(state, candidate)));
        }
        return parameters.dropOut("weeks", state);
    }

    /**
     * Long short-term memory (Hochreiter and Schmidhuber 1997; forget gates, Gers et al. 2000) over
     * the weeks, of which the last output counts. Unrolled, as {@link #gru} is.
     */
    Operand<TFloat32> lstm() {
        Operand<TFloat32> flat = byWeek();
        List<Operand<TFloat32>> toGates = weekly(layers.dense("gates", flat, columns, 4 * WIDTH));
        Operand<TFloat32> gates = parameters.matrix("gates_state_weights", WIDTH, 4 * WIDTH);
        Operand<TFloat32> output = tf.zerosLike(parts(toGates.get(0), 4).get(0));
        Operand<TFloat32> cell = output;
        for (int t = 0; t < steps; t++) {
            List<Output<TFloat32>> parts = parts(tf.math.add(toGates.get(t), tf.linalg.matMul(output, gates)), 4);
            Operand<TFloat32> in = tf.math.mul(tf.math.sigmoid(parts.get(0)), tf.math.tanh(parts.get(1)));
            // It starts out remembering (Jozefowicz et al. 2015).
            Operand<TFloat32> remember = tf.math.sigmoid(tf.math.add(parts.get(2), tf.constant(1f)));
            cell = tf.math.add(tf.math.mul(remember, cell), in);
            output = tf.math.mul(tf.math.sigmoid(parts.get(3)), tf.math.tanh(cell));
        }
        return parameters.dropOut("weeks", output);
    }

    /**
     * Two convolutions over the weeks, the second with gaps (Bai et al. 2018), so that together
     * they see nine weeks at a time; their mean over time and their last output count.
     *
     * <p>A convolution is a product of the weeks beside each other with one matrix: on the
     * processor that is as fast, and its gradient is summed in the same order each time.
     */
    Operand<TFloat32> convolutions() {
        int first = steps - (TAPS - 1);
        Operand<TFloat32> near = convolve("near", weeks, columns, first, 1);
        int second = first - (TAPS - 1) * GAP;
        Operand<TFloat32> far = convolve("far", near, WIDTH, second, GAP);
        Operand<TFloat32> last =
                tf.slice(far, tf.constant(new int[] {0, second - 1, 0}), tf.constant(new int[] {-1, 1, WIDTH}));
        return layers.beside(List.of(layers.reshape(last, -1, WIDTH), tf.math.mean(far, tf.constant(new int[] {1}))));
    }

    /** float32[batch, n, in] to float32[batch, steps, WIDTH]. */
    private Operand<TFloat32> convolve(String name, Operand<TFloat32> x, int in, int steps, int gap) {
        List<Operand<TFloat32>> taps = new ArrayList<>();
        for (int tap = 0; tap < TAPS; tap++) {
            taps.add(tf.slice(x, tf.constant(new int[] {0, tap * gap, 0}), tf.constant(new int[] {-1, steps, in})));
        }
        Operand<TFloat32> seen = layers.reshape(tf.concat(taps, tf.constant(2)), -1, TAPS * in);
        return layers.reshape(layers.hidden(name, seen, TAPS * in, WIDTH), -1, steps, WIDTH);
    }

    /**
     * A Transformer block (Vaswani et al. 2017) in which each week attends to all, with learned
     * positions; the last week and the mean over the weeks count.
     *
     * <p>One block over standardised weeks trains without layer normalisation, and a score that
     * changes less abruptly has attributions that add up better.
     */
    Operand<TFloat32> transformer() {
        Operand<TFloat32> embedded = layers.dense("week", layers.reshape(weeks, -1, columns), columns, WIDTH);
        Operand<TFloat32> x = layers.reshape(
                tf.math.add(
                        layers.reshape(embedded, -1, steps, WIDTH), parameters.random("positions", steps, WIDTH, 0.1)),
                -1,
                WIDTH);
        List<Operand<TFloat32>> heads = new ArrayList<>();
        for (int head = 0; head < HEADS; head++) {
            heads.add(head("head" + head, x));
        }
        x = tf.math.add(x, parameters.dropOut("mixed", layers.dense("mixed", layers.beside(heads), WIDTH, WIDTH)));
        Operand<TFloat32> up = layers.hidden("feed_up", x, WIDTH, 2 * WIDTH);
        x = tf.math.add(x, layers.dense("feed_down", up, 2 * WIDTH, WIDTH));
        Operand<TFloat32> all = layers.reshape(x, -1, steps, WIDTH);
        Operand<TFloat32> last =
                tf.slice(all, tf.constant(new int[] {0, steps - 1, 0}), tf.constant(new int[] {-1, 1, WIDTH}));
        return layers.beside(List.of(layers.reshape(last, -1, WIDTH), tf.math.mean(all, tf.constant(new int[] {1}))));
    }

    /** What each week attends to: float32[batch × steps, WIDTH / HEADS]. */
    private Operand<TFloat32> head(String name, Operand<TFloat32> x) {
        int width = WIDTH / HEADS;
        Operand<TFloat32> queries = layers.dense(name + "_query", x, WIDTH, width);
        Operand<TFloat32> keys = layers.dense(name + "_keys", x, WIDTH, width);
        Operand<TFloat32> values = layers.dense(name + "_values", x, WIDTH, width);
        Operand<TFloat32> scores = tf.math.mul(
                tf.train.batchMatMul(
                        layers.reshape(queries, -1, steps, width),
                        layers.reshape(keys, -1, steps, width),
                        TFloat32.class,
                        BatchMatMul.adjY(true)),
                tf.constant((float) (1 / Math.sqrt(width))));
        Operand<TFloat32> mixed =
                tf.train.batchMatMul(tf.nn.softmax(scores), layers.reshape(values, -1, steps, width), TFloat32.class);
        return layers.reshape(mixed, -1, width);
    }

    /** float32[steps × batch, columns]: weeks outermost. */
    private Operand<TFloat32> byWeek() {
        return layers.reshape(tf.linalg.transpose(weeks, tf.constant(new int[] {1, 0, 2})), -1, columns);
    }

    /** float32[steps × batch, width] to a list of float32[batch, width]. */
    private List<Operand<TFloat32>> weekly(Operand<TFloat32> flat) {
        return List.copyOf(tf.split(tf.constant(0), flat, (long) steps).output());
    }

    /** float32[rows, parts × width] to a list of float32[rows, width]. */
    private List<Output<TFloat32>> parts(Operand<TFloat32> x, long parts) {
        return tf.split(tf.constant(1), x, parts).output();
    }
}
