package io.leeway.training.privacy;

import io.leeway.shopper.Task;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.NetworkInputs;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.fitting.AdamOptimizer;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.NetworkParameters;
import io.leeway.training.options.SessionThreads;
import io.leeway.training.options.TrainingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A network of dense products with the gradients of single examples clipped, summed, and blurred by
 * noise.
 *
 * <p>No gradient of a single example is ever formed. Where W is used once, in z = x·W, an example's
 * gradient is the sum of xᵀδ over its rows, with δ the slope of its loss at z. Its squared norm is
 * the sum over pairs of its rows of (x·x′)(δ·δ′), and the sum of the clipped gradients is xᵀ times
 * δ scaled by each example's factor (Goodfellow 2015). That is exact, and takes one backward pass;
 * it is why networks with other layers are refused. Not thread-safe; close it.
 */
final class PrivateGraph implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Session session;
    private final Ops tf;
    private final NetworkParameters parameters;
    private final Placeholder<TFloat32> labels;
    private final Placeholder<TFloat32> clip;
    private final Placeholder<TFloat32> expectedRows;
    private final Placeholder<TFloat32> taken;
    private final Map<String, Placeholder<TFloat32>> noise = new LinkedHashMap<>();
    private final Operand<TFloat32> norms;
    private final List<Operand<TFloat32>> sums = new ArrayList<>();
    private final AdamOptimizer adam;

    PrivateGraph(Task task, Architecture architecture, TrainingObjective objective, long seed, double weightDecay) {
        tf = Ops.create(graph);
        parameters = new NetworkParameters(tf, seed);
        Operand<TFloat32> logits = architecture.logits(tf, NetworkInputs.training(tf, task), parameters);
        labels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1)));
        clip = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        expectedRows = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        taken = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        List<NetworkParameters.Use> uses = parameters.uses();
        requireAllUsedOnce(architecture, uses);
        Gradients slopes = tf.gradients(
                objective.losses(tf, logits, labels),
                uses.stream().map(NetworkParameters.Use::product).toList());
        Operand<TInt32> batch = tf.slice(tf.shape(labels), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
        norms = norms(uses, slopes, batch);
        Operand<TFloat32> factors = tf.math.mul(taken, tf.math.div(clip, tf.math.maximum(norms, clip)));
        List<Operand<TFloat32>> blurred = new ArrayList<>();
        for (NetworkParameters.Parameter parameter : parameters.all()) {
            for (int i = 0; i < uses.size(); i++) {
                if (uses.get(i).parameter().equals(parameter.name())) {
                    Operand<TFloat32> sum = sum(parameter, uses.get(i), slopes.dy(i), factors, batch);
                    Placeholder<TFloat32> added = tf.placeholder(
                            TFloat32.class, Placeholder.shape(parameter.value().shape()));
                    noise.put(parameter.name(), added);
                    sums.add(sum);
                    blurred.add(tf.math.div(tf.math.add(sum, added), expectedRows));
                }
            }
        }
        adam = new AdamOptimizer(tf, blurred, parameters.all(), weightDecay);
        session = new Session(graph, SessionThreads.inOrder());
        parameters.initialise(session);
        adam.initialise(session);
    }

    private void requireAllUsedOnce(Architecture architecture, List<NetworkParameters.Use> uses) {
        List<String> used =
                uses.stream().map(NetworkParameters.Use::parameter).sorted().toList();
        List<String> all = parameters.all().stream()
                .map(NetworkParameters.Parameter::name)
                .sorted()
                .toList();
        if (!used.equals(all)) {
            throw new TrainingException(
                    "Expected a network of dense layers alone, where every example's gradient can be clipped, found "
                            + architecture.name() + "; give --churn-network DNN, CNN or WIDE_DEEP with --dp-noise");
        }
    }

    /** float32[batch, its rows, width] of float32[rows of all, width], grouped by example. */
    private Operand<TFloat32> byExample(Operand<TFloat32> x, Operand<TInt32> batch) {
        Operand<TInt32> width = tf.slice(tf.shape(x), tf.constant(new int[] {1}), tf.constant(new int[] {1}));
        return tf.reshape(x, tf.concat(List.of(batch, tf.constant(new int[] {-1}), width), tf.constant(0)));
    }

    private Operand<TFloat32> norms(List<NetworkParameters.Use> uses, Gradients slopes, Operand<TInt32> batch) {
        Operand<TFloat32> squares = tf.constant(0f);
        for (int i = 0; i < uses.size(); i++) {
            Operand<TFloat32> delta = byExample(slopes.dy(i), batch);
            Operand<TFloat32> pairs = tf.train.batchMatMul(delta, delta, TFloat32.class, BatchMatMul.adjY(true));
            Operand<TFloat32> x = uses.get(i).factor();
            if (x != null) {
                Operand<TFloat32> rows = byExample(x, batch);
                pairs = tf.math.mul(pairs, tf.train.batchMatMul(rows, rows, TFloat32.class, BatchMatMul.adjY(true)));
            }
            squares = tf.math.add(squares, tf.sum(pairs, tf.constant(new int[] {1, 2})));
        }
        return tf.math.sqrt(tf.math.maximum(squares, tf.constant(0f)));
    }

    private Operand<TFloat32> sum(
            NetworkParameters.Parameter parameter,
            NetworkParameters.Use use,
            Operand<TFloat32> slope,
            Operand<TFloat32> factors,
            Operand<TInt32> batch) {
        Operand<TFloat32> scaled = tf.math.mul(
                byExample(slope, batch),
                tf.reshape(factors, tf.concat(List.of(batch, tf.constant(new int[] {1, 1})), tf.constant(0))));
        Operand<TFloat32> x = use.factor();
        Operand<TFloat32> each = x == null
                ? tf.sum(scaled, tf.constant(new int[] {0, 1}))
                : tf.sum(
                        tf.train.batchMatMul(byExample(x, batch), scaled, TFloat32.class, BatchMatMul.adjX(true)),
                        tf.constant(new int[] {0}));
        return tf.reshape(each, tf.constant(parameter.value().shape().asArray()));
    }

    /** The norm of each example's gradient, and the sums of the clipped ones. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
    record Clipped(float[] norms, Map<String, float[]> sums) {}

    /** Clips without a step. */
    Clipped clipped(TrainingRows rows, Labels targets, int[] order, double norm) {
        Map<String, Tensor> tensors = rows.trainingTensors(order, 0, order.length);
        try (TFloat32 target = targets.tensor(order, 0, order.length);
                TFloat32 clipNow = TFloat32.scalarOf((float) norm);
                TFloat32 one = TFloat32.scalarOf(1)) {
            Session.Runner runner = fed(tensors)
                    .feed(labels, target)
                    .feed(clip, clipNow)
                    .feed(taken, one)
                    .fetch(norms);
            sums.forEach(runner::fetch);
            try (Result result = runner.run()) {
                Map<String, float[]> values = new LinkedHashMap<>();
                int at = 1;
                for (String name : noise.keySet()) {
                    values.put(name, TrainingRows.floats((TFloat32) result.get(at++)));
                }
                return new Clipped(TrainingRows.floats((TFloat32) result.get(0)), values);
            }
        } finally {
            tensors.values().forEach(Tensor::close);
        }
    }

    /**
     * @param order the rows that were drawn, of each shopper one at most; with none the step is
     *     noise alone
     * @param expected what the sum is divided by, a constant
     * @param blur the noise of each parameter
     */
    void step(
            TrainingRows rows,
            Labels targets,
            int[] order,
            double expected,
            double norm,
            Map<String, float[]> blur,
            double learningRate) {
        int[] fed = order.length == 0 ? new int[1] : order;
        Map<String, Tensor> tensors = rows.trainingTensors(fed, 0, fed.length);
        List<Tensor> blurs = new ArrayList<>();
        try (TFloat32 target = targets.tensor(fed, 0, fed.length);
                TFloat32 takenNow = TFloat32.scalarOf(order.length == 0 ? 0 : 1);
                TFloat32 clipNow = TFloat32.scalarOf((float) norm);
                TFloat32 expectedNow = TFloat32.scalarOf((float) expected)) {
            Session.Runner runner = fed(tensors)
                    .feed(labels, target)
                    .feed(clip, clipNow)
                    .feed(taken, takenNow)
                    .feed(expectedRows, expectedNow);
            noise.forEach((name, placeholder) -> {
                TFloat32 added = TFloat32.tensorOf(
                        placeholder.shape(), DataBuffers.of(blur.getOrDefault(name, new float[0]), true, false));
                blurs.add(added);
                runner.feed(placeholder, added);
            });
            adam.step(runner, learningRate);
        } finally {
            tensors.values().forEach(Tensor::close);
            blurs.forEach(Tensor::close);
        }
    }

    private Session.Runner fed(Map<String, Tensor> tensors) {
        Session.Runner runner = session.runner();
        tensors.forEach(runner::feed);
        return runner;
    }

    Map<String, float[]> variables() {
        return parameters.read(session);
    }

    Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        parameters.all().forEach(parameter -> sizes.put(parameter.name(), parameter.initial().length));
        return sizes;
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
