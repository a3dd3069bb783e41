package io.leeway.training.network;

import io.leeway.records.FeatureVector;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.FeatureScaling;
import io.leeway.training.dataset.NetworkInputs;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.options.SessionThreads;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A straight line from {@link ChurnRatios} to the logit and a small hidden layer beside it (Cheng
 * et al. 2016, "Wide and deep learning"): float32[batch, 1]. For shops with some thousands of
 * shoppers, where a network that reads weeks learns the season rather than the shopper.
 */
final class WideDeepArchitecture implements Architecture {
    private static final int HIDDEN = 16;
    private static final int BATCH = 4096;
    private static final FeatureVector EMPTY = new FeatureVector(
            "none",
            0,
            1,
            true,
            Task.CHURN.id(),
            new String[0],
            new int[Task.CHURN.ids()],
            new float[Task.CHURN.numbers()],
            0,
            0);

    /** Both paths begin near nothing and move slowly, so that few shoppers do not decide. */
    private static final float SCALE = 0.1f;

    private final FeatureScaling ofRatios;
    private final FeatureScaling ofPlain;
    private final float logOdds;
    private final float level;

    /**
     * @param level what is added to the logit in serving alone: how much likelier a yes is in
     *     general than in the rows that are trained on
     */
    public WideDeepArchitecture(List<FeatureVector> rows, double positives, double level) {
        this.ofRatios = standard(rows, ChurnRatios::of);
        this.ofPlain = standard(rows, ChurnRatios::plain);
        this.logOdds = (float) Math.log(positives / (1 - positives));
        this.level = (float) level;
    }

    @Override
    public String name() {
        return "wide-deep-" + HIDDEN;
    }

    @Override
    public Operand<TFloat32> logits(Ops tf, NetworkInputs inputs, NetworkParameters parameters) {
        Layers layers = new Layers(tf, parameters);
        Operand<TFloat32> ratios = layers.standardise(ChurnRatios.of(tf, inputs), ofRatios);
        Operand<TFloat32> plain = layers.standardise(ChurnRatios.plain(tf, inputs), ofPlain);
        int width = ofRatios.means().length;
        Operand<TFloat32> hidden =
                layers.hidden("first", layers.beside(List.of(ratios, plain)), width + ofPlain.means().length, HIDDEN);
        Operand<TFloat32> deep = layers.dense("deep", hidden, HIDDEN, 1);
        Operand<TFloat32> wide = layers.dense("wide", ratios, width, 1);
        // Not while training: there the rows' own level is right.
        float bias = parameters.areTrained() ? logOdds + level : logOdds;
        Operand<TFloat32> both = tf.math.mul(tf.math.add(deep, wide), tf.constant(SCALE));
        return tf.math.add(both, tf.constant(bias));
    }

    private static FeatureScaling standard(
            List<FeatureVector> vectors, BiFunction<Ops, NetworkInputs, Operand<TFloat32>> columns) {
        // Of no rows at all, which a private training gives, one of zeros says how many columns
        // there are.
        TrainingRows rows =
                new TrainingRows(Task.CHURN, vectors.isEmpty() ? List.of(EMPTY) : vectors, new Vocabulary(List.of()));
        int[] order = TrainingRows.inOrder(rows.size());
        double[] sums = new double[0];
        double[] squares = new double[0];
        try (Graph graph = new Graph();
                Session session = new Session(graph, SessionThreads.inOrder())) {
            Ops tf = Ops.create(graph);
            Operand<TFloat32> computed = columns.apply(tf, NetworkInputs.serving(tf, Task.CHURN));
            for (int from = 0; from < order.length; from += BATCH) {
                int to = Math.min(order.length, from + BATCH);
                float[] values = values(session, computed, rows.tensors(order, from, to));
                int width = values.length / (to - from);
                if (sums.length == 0) {
                    sums = new double[width];
                    squares = new double[width];
                }
                for (int i = 0; i < values.length; i++) {
                    sums[i % width] += values[i];
                    squares[i % width] += (double) values[i] * values[i];
                }
            }
        }
        return vectors.isEmpty() ? FeatureScaling.ofNone(sums.length) : FeatureScaling.of(sums, squares, order.length);
    }

    private static float[] values(Session session, Operand<TFloat32> of, Map<String, Tensor> tensors) {
        Session.Runner runner = session.runner();
        tensors.forEach(runner::feed);
        try (Result result = runner.fetch(of).run()) {
            return TrainingRows.floats((TFloat32) result.get(0));
        } finally {
            tensors.values().forEach(Tensor::close);
        }
    }
}
