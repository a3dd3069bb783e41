package io.leeway.training.items;

import io.leeway.model.answers.ItemRanking;
import io.leeway.training.fitting.ModelExport;
import io.leeway.training.network.Layers;
import io.leeway.training.network.NetworkParameters;
import io.leeway.training.network.TrainedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Sum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Writes trained variables as a SavedModel with {@link ItemRanking}'s signatures. */
final class ItemExport {
    private static final float TINY = 1e-12f;

    private ItemExport() {}

    static void write(Path directory, NextItemOptions options, int items, Map<String, float[]> variables)
            throws IOException {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            NetworkParameters parameters = new NetworkParameters(tf, new TrainedWeights(variables, 1));
            Layers layers = new Layers(tf, parameters);
            ItemNetwork network = new ItemNetwork(tf, parameters, options, items);
            Placeholder<TInt32> history = tf.withName(ItemRanking.HISTORY)
                    .placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, NextItemOptions.LENGTH)));
            Placeholder<TInt32> candidates =
                    tf.withName(ItemRanking.CANDIDATES).placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, -1)));
            Operand<TInt32> asked = layers.clamp(candidates, items + 1);
            Operand<TFloat32> known = tf.dtypes.cast(tf.math.greater(asked, tf.constant(0)), TFloat32.class);
            Operand<TFloat32> table = layers.lookUp(network.embeddings(), asked);

            Operand<TFloat32> states = network.states(layers.clamp(history, items + 1));
            Operand<TFloat32> last = tf.slice(
                    layers.reshape(states, -1, NextItemOptions.LENGTH, options.width()),
                    tf.constant(new int[] {0, NextItemOptions.LENGTH - 1, 0}),
                    tf.constant(new int[] {-1, 1, options.width()}));
            Operand<TFloat32> products = tf.math.add(
                    tf.sum(tf.math.mul(table, last), tf.constant(2)),
                    tf.math.mul(seen(tf, history, candidates), parameters.zeros(Repeats.VARIABLE, 1)));
            Operand<TFloat32> scores = tf.withName(ItemRanking.SCORES)
                    .math
                    .add(
                            tf.math.mul(products, known),
                            tf.math.mul(tf.math.sub(tf.constant(1f), known), tf.constant(ItemRanking.UNKNOWN)));
            Operand<TFloat32> squares = tf.sum(tf.math.mul(table, table), tf.constant(2), Sum.keepDims(true));
            Operand<TFloat32> vectors = tf.withName(ItemRanking.VECTORS)
                    .math
                    .mul(
                            tf.math.mul(table, tf.math.rsqrt(tf.math.maximum(squares, tf.constant(TINY)))),
                            tf.expandDims(known, tf.constant(2)));
            Signature rank = signature(ItemRanking.RANK)
                    .input(ItemRanking.HISTORY, history)
                    .input(ItemRanking.CANDIDATES, candidates)
                    .output(ItemRanking.SCORES, scores)
                    .build();
            Signature embed = signature(ItemRanking.EMBED)
                    .input(ItemRanking.CANDIDATES, candidates)
                    .output(ItemRanking.VECTORS, vectors)
                    .build();
            ModelExport.write(directory, graph, parameters, List.of(rank, embed));
        }
    }

    /** float32[batch, n]: 1 for a candidate that is in the history, else 0. */
    private static Operand<TFloat32> seen(Ops tf, Operand<TInt32> history, Operand<TInt32> candidates) {
        Operand<TBool> same =
                tf.math.equal(tf.expandDims(candidates, tf.constant(2)), tf.expandDims(history, tf.constant(1)));
        return tf.dtypes.cast(tf.any(same, tf.constant(2)), TFloat32.class);
    }

    private static Signature.Builder signature(String name) {
        return Signature.builder().key(name).methodName("tensorflow/serving/predict");
    }
}
