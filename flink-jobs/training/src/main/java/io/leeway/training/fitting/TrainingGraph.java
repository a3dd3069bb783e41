package io.leeway.training.fitting;

import io.leeway.shopper.Task;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.NetworkInputs;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.Dropout;
import io.leeway.training.network.NetworkParameters;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.SessionThreads;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** A network with its loss and optimiser, in a session of its own. Not thread-safe; close it. */
public final class TrainingGraph implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Session session;
    private final NetworkParameters parameters;
    private final Placeholder<TFloat32> labels;
    private final Operand<TFloat32> losses;
    private final Operand<TFloat32> logits;
    private final Operand<TFloat32> answer;
    private final AdamOptimizer adam;
    private final @Nullable Dropout dropout;

    /** The defaults' hyperparameters. */
    public TrainingGraph(Task task, Architecture architecture, TrainingObjective objective, int width, long seed) {
        this(task, architecture, objective, width, seed, Hyperparameters.defaults(), 1, SessionThreads.inOrder());
    }

    /**
     * A session with threads of the caller's choice.
     *
     * @param width columns of the labels
     * @param positiveWeight how many times a yes counts in training
     */
    public TrainingGraph(
            Task task,
            Architecture architecture,
            TrainingObjective objective,
            int width,
            long seed,
            Hyperparameters hyperparameters,
            double positiveWeight,
            ConfigProto threads) {
        Ops tf = Ops.create(graph);
        dropout = hyperparameters.dropout() == 0 ? null : new Dropout(tf, hyperparameters.dropout(), seed);
        parameters = dropout == null ? new NetworkParameters(tf, seed) : new NetworkParameters(tf, seed, dropout);
        logits = architecture.logits(tf, NetworkInputs.training(tf, task), parameters);
        labels = tf.withName("labels").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, width)));
        losses = objective.losses(tf, logits, labels);
        answer = objective.answer(tf, logits);
        Operand<TFloat32> loss = tf.math.mean(
                tf.reshape(objective.losses(tf, logits, labels, positiveWeight), tf.constant(new int[] {-1})),
                tf.constant(0));
        adam = new AdamOptimizer(
                tf, AdamOptimizer.slopes(tf, loss, parameters.all()), parameters.all(), hyperparameters.weightDecay());
        session = new Session(graph, threads);
        parameters.initialise(session);
        adam.initialise(session);
    }

    public void step(TrainingRows rows, Labels targets, int[] order, int from, int to, double learningRate) {
        Map<String, Tensor> tensors = rows.trainingTensors(order, from, to);
        try (TFloat32 target = targets.tensor(order, from, to);
                TFloat32 kept = TFloat32.scalarOf(dropout == null ? 1 : dropout.kept());
                TInt64 step = TInt64.scalarOf(adam.steps())) {
            Session.Runner runner = fed(tensors).feed(labels, target);
            if (dropout != null) {
                dropout.feed(runner, kept, step);
            }
            adam.step(runner, learningRate);
        } finally {
            tensors.values().forEach(Tensor::close);
        }
    }

    /** The sum of the rows' losses. */
    double loss(TrainingRows rows, Labels targets, int[] order, int from, int to) {
        Map<String, Tensor> tensors = rows.trainingTensors(order, from, to);
        try (TFloat32 target = targets.tensor(order, from, to);
                Result result = fed(tensors).feed(labels, target).fetch(losses).run()) {
            double sum = 0;
            for (float loss : TrainingRows.floats((TFloat32) result.get(0))) {
                sum += loss;
            }
            return sum;
        } finally {
            tensors.values().forEach(Tensor::close);
        }
    }

    /** The answers to some rows, not calibrated, row-major. */
    public float[] answers(TrainingRows rows, int[] order, int from, int to) {
        return fetch(answer, rows, order, from, to);
    }

    float[] logits(TrainingRows rows, int[] order, int from, int to) {
        return fetch(logits, rows, order, from, to);
    }

    private float[] fetch(Operand<TFloat32> wanted, TrainingRows rows, int[] order, int from, int to) {
        Map<String, Tensor> tensors = rows.trainingTensors(order, from, to);
        try (Result result = fed(tensors).fetch(wanted).run()) {
            return TrainingRows.floats((TFloat32) result.get(0));
        } finally {
            tensors.values().forEach(Tensor::close);
        }
    }

    private Session.Runner fed(Map<String, Tensor> tensors) {
        Session.Runner runner = session.runner();
        tensors.forEach(runner::feed);
        return runner;
    }

    public Map<String, float[]> variables() {
        return parameters.read(session);
    }

    Map<String, float[]> moments() {
        return adam.moments(session);
    }

    void restore(Map<String, float[]> variables, Map<String, float[]> moments, long steps) {
        restore(variables);
        adam.restore(session, moments, steps);
    }

    void restore(Map<String, float[]> variables) {
        parameters.write(session, variables);
    }

    long parameters() {
        return parameters.count();
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
