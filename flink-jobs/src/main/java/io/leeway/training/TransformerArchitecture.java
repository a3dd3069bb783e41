package io.leeway.training;

import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * One Transformer block (Vaswani et al. 2017; over a shopper's actions as in SASRec, Kang and McAuley 2018) and what it may point back to: float32[batch,
 * vocabulary + 2].
 *
 * <p>The logit of a category is a learned popularity, plus its embedding times the shopper's vector (the embeddings are those of the actions), plus three
 * terms for categories that the shopper has shown interest in: by the long- and the short-term weights, and by attention over the recent actions. Each term is
 * a·log(1 + c·share) with learned a and c. Where data is sparse these carry the model; it starts as popularity with a pull towards them. Padding's logit is so
 * low that its share is 0.
 */
final class TransformerArchitecture implements Architecture {

    private static final int WIDTH = 32;
    private static final int HEADS = 2;
    private static final int TYPES = 9;
    private static final float NEVER = -1e9f;

    private final int vocabulary;
    private final float[] logPopularity;

    /**
     * @param logPopularity the logarithm of each id's share among what came next in training, padding's ignored
     */
    TransformerArchitecture(float[] logPopularity) {
        this.vocabulary = logPopularity.length;
        this.logPopularity = logPopularity.clone();
    }

    @Override
    public String name() {
        return "transformer-1x" + WIDTH;
    }

    @Override
    public Operand<TFloat32> logits(Ops tf, Inputs inputs, Parameters parameters) {
        Layers layers = new Layers(tf, parameters);
        Operand<TFloat32> embeddings = parameters.random("categories", vocabulary, WIDTH, 0.1);
        Operand<TInt32> actions = layers.clamp(inputs.ids("action_category"), vocabulary);
        Operand<TFloat32> present = layers.present(actions);
        int length = width("action_category");

        Operand<TFloat32> x = actions(tf, layers, parameters, inputs, embeddings, actions);
        x = layers.layerNorm("attention_in", block(tf, layers, x, present, length), WIDTH);
        Operand<TFloat32> sequence = layers.reshape(x, -1, length, WIDTH);

        Operand<TFloat32> pointing = pointer(tf, layers, x, present, length);
        Operand<TInt32> longIds = layers.clamp(inputs.ids("interest_long.names"), vocabulary);
        Operand<TInt32> shortIds = layers.clamp(inputs.ids("interest_short.names"), vocabulary);
        Operand<TFloat32> longWeights = inputs.numbers("interest_long.weights");
        Operand<TFloat32> shortWeights = inputs.numbers("interest_short.weights");

        Operand<TFloat32> shopper = layers.beside(List.of(
                weighted(tf, sequence, pointing),
                last(tf, layers, sequence, length),
                weighted(tf, layers.lookUp(embeddings, longIds), longWeights),
                weighted(tf, layers.lookUp(embeddings, shortIds), shortWeights)));
        Operand<TFloat32> hidden = tf.nn.relu(layers.dense("shopper", shopper, 4 * WIDTH, 2 * WIDTH));
        Operand<TFloat32> query = layers.dense("query", hidden, 2 * WIDTH, WIDTH);
        Operand<TFloat32> affinity = tf.linalg.matMul(
                query, embeddings, org.tensorflow.op.linalg.MatMul.transposeB(true));

        Operand<TFloat32> logits = tf.math.add(affinity, parameters.vector("popularity", logPopularity));
        logits = tf.math.add(logits, copy(tf, layers, parameters, "long", longIds, longWeights));
        logits = tf.math.add(logits, copy(tf, layers, parameters, "short", shortIds, shortWeights));
        logits = tf.math.add(logits, copy(tf, layers, parameters, "recent", actions, pointing));
        float[] mask = new float[vocabulary];
        mask[Vocabulary.PADDING] = NEVER;
        return tf.math.add(logits, layers.constant(mask));
    }

    /** float32[batch × length, width]: category, type, gap and position added up. */
    private Operand<TFloat32> actions(
            Ops tf,
            Layers layers,
            Parameters parameters,
            Inputs inputs,
            Operand<TFloat32> embeddings,
            Operand<TInt32> actions) {
        int length = width("action_category");
        Operand<TFloat32> gaps = layers.reshape(inputs.numbers("action_gap"), -1, 1);
        Operand<TFloat32> gap = layers.dense(
                "gap", tf.nn.relu(layers.dense("gap_curve", gaps, 1, WIDTH / 2)), WIDTH / 2, WIDTH);
        Operand<TInt32> types = layers.clamp(inputs.ids("action_type"), TYPES);
        Operand<TFloat32> x = tf.math.add(
                layers.lookUp(embeddings, actions),
                layers.lookUp(parameters.random("types", TYPES, WIDTH, 0.1), types));
        x = tf.math.add(x, parameters.random("positions", length, WIDTH, 0.02));
        return layers.layerNorm("actions", tf.math.add(layers.reshape(x, -1, WIDTH), gap), WIDTH);
    }

    private static Operand<TFloat32> block(
            Ops tf, Layers layers, Operand<TFloat32> x, Operand<TFloat32> present, int length) {
        Operand<TFloat32> queries = heads(tf, layers, layers.dense("queries", x, WIDTH, WIDTH), length);
        Operand<TFloat32> keys = heads(tf, layers, layers.dense("keys", x, WIDTH, WIDTH), length);
        Operand<TFloat32> values = heads(tf, layers, layers.dense("values", x, WIDTH, WIDTH), length);
        Operand<TFloat32> scores = tf.math.mul(
                tf.train.batchMatMul(queries, keys, TFloat32.class, BatchMatMul.adjY(true)),
                tf.constant((float) (1 / Math.sqrt(WIDTH / (double) HEADS))));
        Operand<TFloat32> absent = tf.math.mul(tf.math.sub(tf.constant(1f), present), tf.constant(NEVER));
        Operand<TFloat32> attention =
                tf.nn.softmax(tf.math.add(scores, layers.reshape(absent, -1, 1, 1, length)));
        Operand<TFloat32> mixed = tf.linalg.transpose(
                tf.train.batchMatMul(attention, values, TFloat32.class), tf.constant(new int[] {0, 2, 1, 3}));
        Operand<TFloat32> attended = tf.math.add(
                x, layers.dense("mixed", layers.reshape(mixed, -1, WIDTH), WIDTH, WIDTH));
        Operand<TFloat32> normal = layers.layerNorm("feed_in", attended, WIDTH);
        Operand<TFloat32> feed = tf.nn.relu(layers.dense("feed_up", normal, WIDTH, 2 * WIDTH));
        return tf.math.add(attended, layers.dense("feed_down", feed, 2 * WIDTH, WIDTH));
    }

    /** float32[batch, heads, length, width / heads]. */
    private static Operand<TFloat32> heads(Ops tf, Layers layers, Operand<TFloat32> x, int length) {
        return tf.linalg.transpose(
                layers.reshape(x, -1, length, HEADS, WIDTH / HEADS), tf.constant(new int[] {0, 2, 1, 3}));
    }

    /** Attention over the actions, float32[batch, length]: shares that add up to 1, or to 0 without an action. */
    private static Operand<TFloat32> pointer(
            Ops tf, Layers layers, Operand<TFloat32> x, Operand<TFloat32> present, int length) {
        Operand<TFloat32> scores = layers.reshape(layers.dense("pointer", x, WIDTH, 1), -1, length);
        Operand<TFloat32> absent = tf.math.mul(tf.math.sub(tf.constant(1f), present), tf.constant(NEVER));
        return tf.math.mul(tf.nn.softmax(tf.math.add(scores, absent)), present);
    }

    /** The rows of float32[batch, n, width] added up by weights float32[batch, n]: float32[batch, width]. */
    private static Operand<TFloat32> weighted(Ops tf, Operand<TFloat32> rows, Operand<TFloat32> weights) {
        return tf.reduceSum(tf.math.mul(rows, tf.expandDims(weights, tf.constant(2))), tf.constant(1));
    }

    /** The last action's row, float32[batch, width]: actions are right-aligned. */
    private static Operand<TFloat32> last(Ops tf, Layers layers, Operand<TFloat32> sequence, int length) {
        return layers.reshape(
                tf.slice(
                        sequence,
                        tf.constant(new int[] {0, length - 1, 0}),
                        tf.constant(new int[] {-1, 1, WIDTH})),
                -1,
                WIDTH);
    }

    /** a·log(1 + c·share), where a category's share is the sum of the weights float32[batch, n] at its id: float32[batch, vocabulary + 2]. */
    private Operand<TFloat32> copy(
            Ops tf,
            Layers layers,
            Parameters parameters,
            String name,
            Operand<TInt32> ids,
            Operand<TFloat32> weights) {
        Operand<TInt32> all = tf.constant(new int[] {-1});
        Operand<TInt32> batch = tf.reshape(
                tf.slice(tf.shape(ids), tf.constant(new int[] {0}), tf.constant(new int[] {1})),
                tf.constant(new int[] {}));
        Operand<TInt32> starts =
                tf.math.mul(tf.range(tf.constant(0), batch, tf.constant(1)), tf.constant(vocabulary));
        Operand<TInt32> cells = tf.reshape(tf.math.add(ids, tf.expandDims(starts, tf.constant(1))), all);
        Operand<TFloat32> sums = tf.math.unsortedSegmentSum(
                tf.reshape(weights, all), cells, tf.math.mul(batch, tf.constant(vocabulary)));
        Operand<TFloat32> shares = layers.reshape(sums, -1, vocabulary);
        Operand<TFloat32> steepness = tf.math.exp(parameters.vector(name + "_copy_steepness", 4f));
        return tf.math.mul(
                tf.math.log1p(tf.math.mul(shares, steepness)), parameters.vector(name + "_copy_scale", 0.5f));
    }

    private static int width(String feature) {
        return Task.INTEREST.features().stream()
                .filter(f -> f.name().equals(feature))
                .mapToInt(FeatureSpec::width)
                .findFirst()
                .orElseThrow();
    }
}
