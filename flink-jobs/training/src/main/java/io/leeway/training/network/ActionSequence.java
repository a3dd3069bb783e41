package io.leeway.training.network;

import io.leeway.training.dataset.NetworkInputs;
import io.leeway.training.dataset.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Recent actions as vectors, and one Transformer block read at the last (SASRec). */
final class ActionSequence {
    /** Numbers of a category's vector. */
    static final int WIDTH = 32;

    private static final int HEADS = 2;
    private static final int TYPES = 9;
    private static final float NEVER = -1e9f;
    private static final int LENGTH = TrainingRows.ACTIONS;

    private final Ops tf;
    private final Layers layers;
    private final NetworkParameters parameters;
    private final Operand<TInt32> categories;
    private final Operand<TFloat32> present;
    private final Operand<TFloat32> absent;
    private final Operand<TFloat32> vectors;
    private final Operand<TFloat32> state;

    /** @param embeddings float32[vocabulary, width], the table of the categories' vectors */
    ActionSequence(
            Ops tf,
            Layers layers,
            NetworkParameters parameters,
            NetworkInputs inputs,
            Operand<TFloat32> embeddings,
            int vocabulary) {
        this.tf = tf;
        this.layers = layers;
        this.parameters = parameters;
        categories = layers.clamp(inputs.ids("action_category"), vocabulary);
        present = layers.present(categories);
        absent = tf.math.mul(tf.math.sub(tf.constant(1f), present), tf.constant(NEVER));
        vectors = vectors(inputs, embeddings);
        state = block();
    }

    /** int32[batch, length], oldest first, padding in front; within the table. */
    Operand<TInt32> categories() {
        return categories;
    }

    /** float32[batch, length]: 1 for an action, 0 for padding. */
    Operand<TFloat32> present() {
        return present;
    }

    /** float32[batch, width]: the block's output at the last action; only that is computed. */
    Operand<TFloat32> state() {
        return state;
    }

    /**
     * How much the state attends to each action, by a head of its own (Vinyals et al. 2015): shares
     * float32[batch, length] that add up to 1, 0 for padding.
     *
     * @param fading how much less a step further back counts to begin with, in logits
     */
    Operand<TFloat32> attention(String name, float fading) {
        float[] positions = new float[LENGTH];
        for (int at = 0; at < LENGTH; at++) {
            positions[at] = -fading * (LENGTH - 1 - at);
        }
        Operand<TFloat32> query = layers.dense(name, state, WIDTH, WIDTH);
        Operand<TFloat32> scores =
                tf.math.add(attend(query, vectors, WIDTH), parameters.vector(name + "_positions", positions));
        return tf.math.mul(tf.nn.softmax(tf.math.add(scores, absent)), present);
    }

    /** float32[batch × length, width]: category, type, gap and position, normalised. */
    private Operand<TFloat32> vectors(NetworkInputs inputs, Operand<TFloat32> embeddings) {
        Operand<TFloat32> bends = layers.bend(layers.reshape(inputs.numbers("action_gap"), -1, 1));
        Operand<TInt32> types = layers.clamp(inputs.ids("action_type"), TYPES);
        Operand<TFloat32> x = tf.math.add(
                layers.lookUp(embeddings, categories),
                layers.lookUp(parameters.random("types", TYPES, WIDTH, 0.1), types));
        x = tf.math.add(x, parameters.random("positions", LENGTH, WIDTH, 0.02));
        x = tf.math.add(layers.reshape(x, -1, WIDTH), layers.dense("gap", bends, Layers.BENDS, WIDTH));
        return layers.layerNorm("actions", x, WIDTH);
    }

    private Operand<TFloat32> block() {
        // Actions are right-aligned.
        Operand<TFloat32> last = layers.reshape(
                tf.slice(
                        layers.reshape(vectors, -1, LENGTH, WIDTH),
                        tf.constant(new int[] {0, LENGTH - 1, 0}),
                        tf.constant(new int[] {-1, 1, WIDTH})),
                -1,
                WIDTH);
        List<Operand<TFloat32>> heads = new ArrayList<>();
        for (int head = 0; head < HEADS; head++) {
            heads.add(head("head" + head, last));
        }
        Operand<TFloat32> mixed = layers.beside(heads);
        Operand<TFloat32> attended = tf.math.add(last, layers.dense("mixed", mixed, WIDTH, WIDTH));
        Operand<TFloat32> normal = layers.layerNorm("attended", attended, WIDTH);
        Operand<TFloat32> feed = tf.nn.relu(layers.dense("feed_up", normal, WIDTH, 2 * WIDTH));
        Operand<TFloat32> fed = tf.math.add(attended, layers.dense("feed_down", feed, 2 * WIDTH, WIDTH));
        return layers.layerNorm("fed", fed, WIDTH);
    }

    /** What the last action attends to, float32[batch, width / heads]. */
    private Operand<TFloat32> head(String name, Operand<TFloat32> last) {
        int width = WIDTH / HEADS;
        Operand<TFloat32> query = layers.dense(name + "_query", last, WIDTH, width);
        Operand<TFloat32> keys = layers.dense(name + "_keys", vectors, WIDTH, width);
        Operand<TFloat32> values = layers.dense(name + "_values", vectors, WIDTH, width);
        Operand<TFloat32> scores = tf.math.mul(attend(query, keys, width), tf.constant((float) (1 / Math.sqrt(width))));
        Operand<TFloat32> attention = tf.nn.softmax(tf.math.add(scores, absent));
        Operand<TFloat32> mixed = tf.train.batchMatMul(
                layers.reshape(attention, -1, 1, LENGTH), layers.reshape(values, -1, LENGTH, width), TFloat32.class);
        return layers.reshape(mixed, -1, width);
    }

    /** Each row's query times its keys float32[batch × length, width]: float32[batch, length]. */
    private Operand<TFloat32> attend(Operand<TFloat32> query, Operand<TFloat32> keys, int width) {
        Operand<TFloat32> scores = tf.train.batchMatMul(
                layers.reshape(query, -1, 1, width),
                layers.reshape(keys, -1, LENGTH, width),
                TFloat32.class,
                BatchMatMul.adjY(true));
        return layers.reshape(scores, -1, LENGTH);
    }
}
