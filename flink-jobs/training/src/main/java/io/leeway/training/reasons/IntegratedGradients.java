package io.leeway.training.reasons;

import io.leeway.model.answers.Explanations;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.NetworkInputs;
import io.leeway.training.network.ShopperBaseline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Integrated gradients (Sundararajan, Taly and Yan 2017, "Axiomatic attribution for deep networks")
 * as a signature of their own beside the one that answers: how much each number of each feature
 * adds to a row's score, compared with a baseline's.
 *
 * <p>On the straight line from baseline to row the score's slopes are taken at the middles of equal
 * steps and averaged; times the distance that is the attribution. A row's attributions add up to
 * {@code score − baseline_score} but for the error of the sum over steps, which both outputs let
 * anybody check. Ids stay the row's at every point.
 *
 * <p>Outputs: {@code attribution_<feature>} float32[batch, shape of the feature] for every NUMBER
 * feature; {@code score} and {@code baseline_score}, float32[batch]. The graph holds the baseline
 * as constants and the variables once.
 */
public final class IntegratedGradients {
    public static final int STEPS = 32;

    private final Ops tf;
    private final Task task;
    private final ShopperBaseline baseline;
    private final NetworkInputs inputs;

    private IntegratedGradients(Ops graph, ShopperBaseline baseline, NetworkInputs inputs) {
        this.tf = graph.withSubScope(Explanations.SIGNATURE);
        this.task = baseline.task();
        this.baseline = baseline;
        this.inputs = inputs;
    }

    /**
     * Adds the signature's operations.
     *
     * @param inputs the placeholders of the graph, which the signature shares with the one that
     *     answers
     * @param score builds the network again over other inputs: what is explained, float32[rows, 1]
     *     or float32[rows]
     */
    public static Signature of(
            Ops tf,
            ShopperBaseline baseline,
            NetworkInputs inputs,
            BiFunction<Ops, NetworkInputs, Operand<TFloat32>> score) {
        return new IntegratedGradients(tf, baseline, inputs).signature(score);
    }

    private Signature signature(BiFunction<Ops, NetworkInputs, Operand<TFloat32>> score) {
        Map<String, Operand<TFloat32>> distances = new LinkedHashMap<>();
        Map<String, Operand<TFloat32>> points = new LinkedHashMap<>();
        Map<String, Operand<TInt32>> ids = new LinkedHashMap<>();
        for (FeatureSpec feature : task.features()) {
            String name = feature.name();
            if (feature.kind() == FeatureSpec.Kind.NUMBER) {
                Operand<TFloat32> origin = constant(NetworkInputs.batched(1, feature.shape()), baseline.of(feature));
                Operand<TFloat32> distance = tf.math.sub(inputs.numbers(name), origin);
                distances.put(name, distance);
                points.put(name, points(feature, origin, distance));
            } else {
                ids.put(name, repeated(feature, inputs.ids(name)));
            }
        }
        Operand<TFloat32> scores =
                tf.reshape(score.apply(tf, new NetworkInputs(points, ids)), tf.constant(new int[] {-1}));
        Gradients slopes = tf.gradients(scores, points.values());
        Signature.Builder signature =
                Signature.builder().key(Explanations.SIGNATURE).methodName("tensorflow/serving/predict");
        int at = 0;
        for (FeatureSpec feature : task.features()) {
            String tensor = NetworkInputs.tensor(feature);
            signature.input(tensor, inputs.of(feature));
            Operand<TFloat32> distance = distances.get(feature.name());
            if (distance != null) {
                Operand<TFloat32> mean = mean(feature, slopes.dy(at++));
                String output = Explanations.output(tensor);
                signature.output(output, tf.withName(output).math.mul(mean, distance));
            }
        }
        Operand<TFloat32> byRow = tf.reshape(scores, tf.constant(new int[] {-1, STEPS + 2}));
        return signature
                .output(Explanations.BASELINE_SCORE, column(byRow, 0))
                .output(Explanations.SCORE, column(byRow, STEPS + 1))
                .build();
    }

    /** The line's beginning, the middles of the steps, its end; ends have no weight. */
    private static float[] places() {
        float[] places = new float[STEPS + 2];
        for (int step = 0; step < STEPS; step++) {
            places[step + 1] = (step + 0.5f) / STEPS;
        }
        places[STEPS + 1] = 1;
        return places;
    }

    private static float[] weights() {
        float[] weights = new float[STEPS + 2];
        for (int step = 0; step < STEPS; step++) {
            weights[step + 1] = 1f / STEPS;
        }
        return weights;
    }

    /** float32[batch × points, …]: a row's points follow each other. */
    private Operand<TFloat32> points(FeatureSpec feature, Operand<TFloat32> origin, Operand<TFloat32> distance) {
        Operand<TFloat32> places = constant(perPoint(feature), places());
        Operand<TFloat32> moved = tf.math.mul(tf.expandDims(distance, tf.constant(1)), places);
        Operand<TFloat32> points = tf.math.add(moved, tf.expandDims(origin, tf.constant(1)));
        return tf.reshape(points, dimensions(feature));
    }

    private Operand<TInt32> repeated(FeatureSpec feature, Operand<TInt32> ids) {
        int[] times = new int[feature.shape().size() + 2];
        Arrays.fill(times, 1);
        times[1] = STEPS + 2;
        return tf.reshape(tf.tile(tf.expandDims(ids, tf.constant(1)), tf.constant(times)), dimensions(feature));
    }

    /** The slopes at a row's points, averaged: float32[batch, …]. */
    private Operand<TFloat32> mean(FeatureSpec feature, Operand<TFloat32> slopes) {
        Operand<TFloat32> byPoint = tf.reshape(slopes, dimensions(feature, STEPS + 2));
        return tf.sum(tf.math.mul(byPoint, constant(perPoint(feature), weights())), tf.constant(1));
    }

    private static Shape perPoint(FeatureSpec feature) {
        long[] shape = new long[feature.shape().size() + 2];
        Arrays.fill(shape, 1);
        shape[1] = STEPS + 2;
        return Shape.of(shape);
    }

    private Operand<TInt32> dimensions(FeatureSpec feature, int... behindBatch) {
        List<Integer> dimensions = new ArrayList<>(List.of(-1));
        for (int size : behindBatch) {
            dimensions.add(size);
        }
        dimensions.addAll(feature.shape());
        return tf.constant(dimensions.stream().mapToInt(Integer::intValue).toArray());
    }

    private Operand<TFloat32> column(Operand<TFloat32> byRow, int point) {
        Operand<TFloat32> column = tf.slice(byRow, tf.constant(new int[] {0, point}), tf.constant(new int[] {-1, 1}));
        return tf.reshape(column, tf.constant(new int[] {-1}));
    }

    private Operand<TFloat32> constant(Shape shape, float[] values) {
        return tf.constant(shape, DataBuffers.of(values, true, true));
    }
}
