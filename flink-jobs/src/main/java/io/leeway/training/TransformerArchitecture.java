package io.leeway.training;

import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * One Transformer block over a shopper's actions, read at the last one (Vaswani et al. 2017; SASRec, Kang and McAuley 2018), and what it may point back to
 * (Vinyals et al. 2015): float32[batch, vocabulary + 2].
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
    private static final float[] GAP_BENDS = {0, 1, 2, 3, 4, 5, 6, 7};

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
        int length = width("action_category");
        Operand<TFloat32> embeddings = parameters.random("categories", vocabulary, WIDTH, 0.1);
        Operand<TInt32> actions = layers.clamp(inputs.ids("action_category"), vocabulary);
        Operand<TFloat32> present = layers.present(actions);
        Operand<TFloat32> absent = tf.math.mul(tf.math.sub(tf.constant(1f), present), tf.constant(NEVER));

        Operand<TFloat32> sequence = actions(tf, layers, parameters, inputs, embeddings, actions);
        Operand<TFloat32> state = block(tf, layers, sequence, absent, length);
        Operand<TFloat32> pointing = tf.math.mul(pointer(tf, layers, sequence, state, absent, length), present);

        Operand<TFloat32> longTerm =
                shares(tf, layers, inputs.ids("interest_long.names"), inputs.numbers("interest_long.weights"));
        Operand<TFloat32> shortTerm =
                shares(tf, layers, inputs.ids("interest_short.names"), inputs.numbers("interest_short.weights"));
        Operand<TFloat32> recent = shares(tf, layers, actions, pointing);

        Operand<TFloat32> shopper = layers.beside(List.of(
                state,
                tf.linalg.matMul(longTerm, embeddings),
                tf.linalg.matMul(shortTerm, embeddings),
                tf.linalg.matMul(recent, embeddings)));
        Operand<TFloat32> hidden = tf.nn.relu(layers.dense("shopper", shopper, 4 * WIDTH, 2 * WIDTH));
        Operand<TFloat32> query = layers.dense("query", hidden, 2 * WIDTH, WIDTH);

        Operand<TFloat32> logits = tf.linalg.matMul(query, embeddings, MatMul.transposeB(true));
        logits = tf.math.add(logits, parameters.vector("popularity", logPopularity));
        logits = tf.math.add(logits, pull(tf, parameters, "long", longTerm));
        logits = tf.math.add(logits, pull(tf, parameters, "short", shortTerm));
        logits = tf.math.add(logits, pull(tf, parameters, "recent", recent));
        float[] mask = new float[vocabulary];
        mask[Vocabulary.PADDING] = NEVER;
        return tf.math.add(logits, layers.constant(mask));
    }

    /** float32[batch × length, width]: category, type, gap and position added up, then normalised. */
    private Operand<TFloat32> actions(
            Ops tf,
            Layers layers,
            Parameters parameters,
            Inputs inputs,
            Operand<TFloat32> embeddings,
            Operand<TInt32> actions) {
        // A curve of the gap: a line with a bend at each of these, in log1p of hours.
        Operand<TFloat32> gaps = layers.reshape(inputs.numbers("action_gap"), -1, 1);
        Operand<TFloat32> bends = tf.nn.relu(tf.math.sub(gaps, layers.constant(GAP_BENDS)));
        Operand<TInt32> types = layers.clamp(inputs.ids("action_type"), TYPES);
        Operand<TFloat32> x = tf.math.add(
                layers.lookUp(embeddings, actions),
                layers.lookUp(parameters.random("types", TYPES, WIDTH, 0.1), types));
        x = tf.math.add(x, parameters.random("positions", width("action_category"), WIDTH, 0.02));
        x = tf.math.add(layers.reshape(x, -1, WIDTH), layers.dense("gap", bends, GAP_BENDS.length, WIDTH));
        return layers.layerNorm("actions", x, WIDTH);
    }

    /** The block's output at the last action, float32[batch, width]: nothing else of it is read, so nothing else is computed. */
    private static Operand<TFloat32> block(
            Ops tf, Layers layers, Operand<TFloat32> x, Operand<TFloat32> absent, int length) {
        // Actions are right-aligned.
        Operand<TFloat32> last = layers.reshape(
                tf.slice(
                        layers.reshape(x, -1, length, WIDTH),
                        tf.constant(new int[] {0, length - 1, 0}),
                        tf.constant(new int[] {-1, 1, WIDTH})),
                -1,
                WIDTH);
        List<Operand<TFloat32>> heads = new ArrayList<>();
        for (int head = 0; head < HEADS; head++) {
            heads.add(head(tf, layers, "head" + head, x, last, absent, length));
        }
        Operand<TFloat32> mixed = layers.beside(heads);
        Operand<TFloat32> attended = tf.math.add(last, layers.dense("mixed", mixed, WIDTH, WIDTH));
        Operand<TFloat32> normal = layers.layerNorm("attended", attended, WIDTH);
        Operand<TFloat32> feed = tf.nn.relu(layers.dense("feed_up", normal, WIDTH, 2 * WIDTH));
        Operand<TFloat32> fed = tf.math.add(attended, layers.dense("feed_down", feed, 2 * WIDTH, WIDTH));
        return layers.layerNorm("fed", fed, WIDTH);
    }

    /** What the last action attends to, float32[batch, width / heads]. */
    private static Operand<TFloat32> head(
            Ops tf,
            Layers layers,
            String name,
            Operand<TFloat32> x,
            Operand<TFloat32> last,
            Operand<TFloat32> absent,
            int length) {
        int width = WIDTH / HEADS;
        Operand<TFloat32> query = layers.dense(name + "_query", last, WIDTH, width);
        Operand<TFloat32> keys = layers.dense(name + "_keys", x, WIDTH, width);
        Operand<TFloat32> values = layers.dense(name + "_values", x, WIDTH, width);
        Operand<TFloat32> scores = tf.math.mul(
                attend(tf, layers, query, keys, length, width), tf.constant((float) (1 / Math.sqrt(width))));
        Operand<TFloat32> attention = tf.nn.softmax(tf.math.add(scores, absent));
        Operand<TFloat32> mixed = tf.train.batchMatMul(
                layers.reshape(attention, -1, 1, length), layers.reshape(values, -1, length, width), TFloat32.class);
        return layers.reshape(mixed, -1, width);
    }

    /** The product of each row's query float32[batch, width] with its keys float32[batch × length, width]: float32[batch, length]. */
    private static Operand<TFloat32> attend(
            Ops tf, Layers layers, Operand<TFloat32> query, Operand<TFloat32> keys, int length, int width) {
        Operand<TFloat32> scores = tf.train.batchMatMul(
                layers.reshape(query, -1, 1, width),
                layers.reshape(keys, -1, length, width),
                TFloat32.class,
                BatchMatMul.adjY(true));
        return layers.reshape(scores, -1, length);
    }

    /** How much the state attends to each action, float32[batch, length]: shares that add up to 1. */
    private static Operand<TFloat32> pointer(
            Ops tf, Layers layers, Operand<TFloat32> x, Operand<TFloat32> state, Operand<TFloat32> absent, int length) {
        Operand<TFloat32> query = layers.dense("pointer", state, WIDTH, WIDTH);
        return tf.nn.softmax(tf.math.add(attend(tf, layers, query, x, length, WIDTH), absent));
    }

    /** The weights float32[batch, n] added up by the ids int32[batch, n] they belong to: float32[batch, vocabulary + 2]. */
    private Operand<TFloat32> shares(Ops tf, Layers layers, Operand<TInt32> ids, Operand<TFloat32> weights) {
        Operand<TInt32> all = tf.constant(new int[] {-1});
        Operand<TInt32> batch = tf.reshape(
                tf.slice(tf.shape(ids), tf.constant(new int[] {0}), tf.constant(new int[] {1})),
                tf.constant(new int[] {}));
        Operand<TInt32> starts = tf.math.mul(tf.range(tf.constant(0), batch, tf.constant(1)), tf.constant(vocabulary));
        Operand<TInt32> cells = tf.math.add(layers.clamp(ids, vocabulary), tf.expandDims(starts, tf.constant(1)));
        Operand<TFloat32> sums = tf.math.unsortedSegmentSum(
                tf.reshape(weights, all), tf.reshape(cells, all), tf.math.mul(batch, tf.constant(vocabulary)));
        return layers.reshape(sums, -1, vocabulary);
    }

    /** a·log(1 + c·share) with learned a and c. */
    private static Operand<TFloat32> pull(Ops tf, Parameters parameters, String name, Operand<TFloat32> shares) {
        Operand<TFloat32> steepness = tf.math.exp(parameters.vector(name + "_steepness", 4f));
        return tf.math.mul(tf.math.log1p(tf.math.mul(shares, steepness)), parameters.vector(name + "_pull", 0.5f));
    }

    private static int width(String feature) {
        return Task.INTEREST.features().stream()
                .filter(f -> f.name().equals(feature))
                .mapToInt(FeatureSpec::width)
                .findFirst()
                .orElseThrow();
    }
}
