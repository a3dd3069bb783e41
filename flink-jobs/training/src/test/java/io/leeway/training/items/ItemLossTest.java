package io.leeway.training.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The gradients that are led on by hand are the slopes of the loss, found by small steps in plain
 * Java.
 */
class ItemLossTest {

    private static final int POSITIONS = 3;
    private static final int ITEMS = 5;
    private static final int WIDTH = 2;
    private static final int[] TARGETS = {1, 3, 0};
    private static final double STEP = 1e-5;

    /** The definition: mean of log Σ exp(logit) − the target's logit. */
    private static double loss(double[] states, double[] table) {
        double sum = 0;
        for (int position = 0; position < POSITIONS; position++) {
            double all = 0;
            double own = 0;
            for (int item = 0; item < ITEMS; item++) {
                double logit = 0;
                for (int i = 0; i < WIDTH; i++) {
                    logit += states[position * WIDTH + i] * table[item * WIDTH + i];
                }
                all += Math.exp(logit);
                own = item == TARGETS[position] ? logit : own;
            }
            sum += Math.log(all) - own;
        }
        return sum / POSITIONS;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Test
    void itsGradientsAreThoseOfTheCrossEntropy() {
        SplittableRandom random = new SplittableRandom(11);
        double[] states = random.doubles(POSITIONS * WIDTH, -1, 1).toArray();
        double[] table = random.doubles(ITEMS * WIDTH, -1, 1).toArray();
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> statesIn = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, WIDTH)));
            Placeholder<TFloat32> tableIn = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(ITEMS, WIDTH)));
            Placeholder<TInt32> targets = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
            ItemLoss loss = new ItemLoss(tf, statesIn, tableIn);
            Gradients slopes = tf.gradients(loss.leading(targets), List.of(statesIn, tableIn));
            try (Session session = new Session(graph);
                    TFloat32 statesNow = TFloat32.tensorOf(Shape.of(POSITIONS, WIDTH), DataBuffers.of(floats(states)));
                    TFloat32 tableNow = TFloat32.tensorOf(Shape.of(ITEMS, WIDTH), DataBuffers.of(floats(table)));
                    TInt32 targetsNow = TInt32.tensorOf(Shape.of(POSITIONS), DataBuffers.of(TARGETS));
                    Result result = session.runner()
                            .feed(statesIn, statesNow)
                            .feed(tableIn, tableNow)
                            .feed(targets, targetsNow)
                            .fetch(tf.math.mean(
                                    tf.nn.sparseSoftmaxCrossEntropyWithLogits(loss.logits(), targets)
                                            .loss(),
                                    tf.constant(0)))
                            .fetch(slopes.dy(0))
                            .fetch(slopes.dy(1))
                            .run()) {
                assertThat((double) ((TFloat32) result.get(0)).getFloat()).isCloseTo(loss(states, table), within(1e-5));
                double[][] inputs = {states, table};
                for (int input = 0; input < inputs.length; input++) {
                    TFloat32 found = (TFloat32) result.get(1 + input);
                    float[] slope = new float[Math.toIntExact(found.size())];
                    found.asRawTensor().data().asFloats().read(slope);
                    for (int i = 0; i < slope.length; i++) {
                        double kept = inputs[input][i];
                        inputs[input][i] = kept + STEP;
                        double above = loss(states, table);
                        inputs[input][i] = kept - STEP;
                        double below = loss(states, table);
                        inputs[input][i] = kept;
                        assertThat((double) slope[i]).isCloseTo((above - below) / (2 * STEP), within(1e-5));
                    }
                }
            }
        }
    }
}
