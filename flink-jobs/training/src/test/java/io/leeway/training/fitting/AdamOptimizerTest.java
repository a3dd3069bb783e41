package io.leeway.training.fitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.SyntheticChurn;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.network.NetworkParameters;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.SessionThreads;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class AdamOptimizerTest {

    /** Gradients that were computed while variables move would differ from run to run here. */
    @RepeatedTest(3)
    void operationsSideBySideTrainTheSameModel() {
        Map<String, float[]> one = trained(1);
        Map<String, float[]> eight = trained(8);

        assertThat(eight.keySet()).isEqualTo(one.keySet());
        one.forEach((name, values) -> assertThat(eight.get(name)).as(name).isEqualTo(values));
    }

    private static Map<String, float[]> trained(int threads) {
        List<TrainingExample> examples = SyntheticChurn.split(256, 0, 4).train();
        List<FeatureVector> vectors =
                examples.stream().map(TrainingExample::features).toList();
        TrainingRows rows = new TrainingRows(Task.CHURN, vectors, new Vocabulary(List.of()));
        Labels labels = new Labels(
                1,
                examples.stream().map(example -> new int[1]).toArray(int[][]::new),
                examples.stream()
                        .map(example -> new float[] {Labels.ofChurn(example)})
                        .toArray(float[][]::new));
        try (TrainingGraph graph = new TrainingGraph(
                Task.CHURN,
                ChurnNetwork.GRU.over(vectors, 0.5, 0),
                TrainingObjective.BINARY,
                1,
                1,
                Hyperparameters.defaults(),
                1,
                SessionThreads.inOrder().toBuilder()
                        .setInterOpParallelismThreads(threads)
                        .build())) {
            int[] order = TrainingRows.inOrder(rows.size());
            for (int step = 0; step < 25; step++) {
                graph.step(rows, labels, order, 0, rows.size(), 1e-2);
            }
            return graph.variables();
        }
    }

    /** (x − 3)² / 8 with a slope within the clipping norm, by hand. */
    @Test
    void stepsAreThoseOfThePaper() {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            NetworkParameters parameters = new NetworkParameters(tf, 1);
            Operand<TFloat32> x = parameters.vector("x", 1f);
            Operand<TFloat32> off = tf.math.sub(x, tf.constant(3f));
            Operand<TFloat32> loss =
                    tf.math.mean(tf.math.mul(tf.math.mul(off, off), tf.constant(0.125f)), tf.constant(0));
            AdamOptimizer adam =
                    new AdamOptimizer(tf, AdamOptimizer.slopes(tf, loss, parameters.all()), parameters.all(), 0.02);
            try (Session session = new Session(graph, SessionThreads.inOrder())) {
                parameters.initialise(session);
                adam.initialise(session);
                double at = 1;
                double first = 0;
                double second = 0;
                for (int step = 1; step <= 20; step++) {
                    adam.step(session.runner(), 0.1);
                    double slope = (at - 3) / 4;
                    first = 0.9 * first + 0.1 * slope;
                    second = 0.99 * second + 0.01 * slope * slope;
                    at -= 0.1
                            * (first / (1 - Math.pow(0.9, step)))
                            / (Math.sqrt(second / (1 - Math.pow(0.99, step))) + 1e-7);
                    assertThat((double) parameters.read(session).get("x")[0]).isCloseTo(at, within(1e-4));
                }
            }
        }
    }
}
