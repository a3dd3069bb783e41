package io.leeway.training.items;

import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.fitting.AdamOptimizer;
import io.leeway.training.network.Dropout;
import io.leeway.training.network.NetworkParameters;
import io.leeway.training.options.SessionThreads;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** The network with its loss and optimiser in a session of its own. Not thread-safe; close it. */
final class ItemGraph implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Session session;
    private final NetworkParameters parameters;
    private final Dropout dropout;
    private final Placeholder<TInt32> history;
    private final Placeholder<TInt32> positions;
    private final Placeholder<TInt32> targets;
    private final Operand<TFloat32> logits;
    private final AdamOptimizer adam;

    ItemGraph(NextItemOptions options, int items) {
        Ops tf = Ops.create(graph);
        dropout = new Dropout(tf, options.dropout(), options.seed());
        parameters = new NetworkParameters(tf, options.seed(), dropout);
        history = tf.withName("history").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, -1)));
        positions = tf.withName("positions").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
        targets = tf.withName("targets").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
        ItemNetwork network = new ItemNetwork(tf, parameters, options, items);
        Operand<TFloat32> table =
                tf.slice(network.embeddings(), tf.constant(new int[] {1, 0}), tf.constant(new int[] {-1, -1}));
        ItemLoss loss = new ItemLoss(tf, tf.gather(network.states(history), positions, tf.constant(0)), table);
        logits = loss.logits();
        adam = new AdamOptimizer(
                tf,
                AdamOptimizer.slopes(tf, loss.leading(targets), parameters.all()),
                parameters.all(),
                options.weightDecay());
        session = new Session(graph, SessionThreads.inOrder());
        parameters.initialise(session);
        adam.initialise(session);
    }

    void step(ItemBatch batch, double learningRate) {
        try (TInt32 historyNow = batch.history();
                TInt32 positionsNow = batch.positions();
                TInt32 targetsNow = batch.targets();
                TFloat32 kept = TFloat32.scalarOf(dropout.kept());
                TInt64 step = TInt64.scalarOf(adam.steps())) {
            Session.Runner runner = session.runner()
                    .feed(history, historyNow)
                    .feed(positions, positionsNow)
                    .feed(targets, targetsNow);
            dropout.feed(runner, kept, step);
            adam.step(runner, learningRate);
        }
    }

    /** The logits float32[positions, items], row-major, item number 1 first. */
    float[] logits(ItemBatch batch) {
        try (TInt32 historyNow = batch.history();
                TInt32 positionsNow = batch.positions();
                Result result = session.runner()
                        .feed(history, historyNow)
                        .feed(positions, positionsNow)
                        .fetch(logits)
                        .run()) {
            return TrainingRows.floats((TFloat32) result.get(0));
        }
    }

    Map<String, float[]> variables() {
        return parameters.read(session);
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
