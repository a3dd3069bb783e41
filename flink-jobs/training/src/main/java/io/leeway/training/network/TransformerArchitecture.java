package io.leeway.training.network;

import io.leeway.training.dataset.NetworkInputs;
import io.leeway.training.dataset.Successions;
import io.leeway.training.dataset.Transitions;
import io.leeway.training.dataset.Vocabulary;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/**
 * A Transformer block over a shopper's actions, what it points back to, and what usually follows
 * those: float32[batch, vocabulary + 2].
 *
 * <p>The logit of a category is a learned popularity, plus its embedding times the shopper's vector
 * (the embeddings are those of the actions), plus terms for the categories that the shopper has
 * shown interest in (by the long- and the short-term weights, by attention over the recent actions,
 * by fixed fading memories of them) and for the categories that came after those with other
 * shoppers ({@link Transitions}). Each term is gate·log(1 + c·share); the gates depend on the
 * shopper: a shopper back after a minute continues, one back after a week may not. Where data is
 * sparse the terms carry the model; it starts as popularity with a pull towards them. Padding's
 * logit is so low that its share is 0.
 *
 * @param logPopularity the logarithm of each id's share among what came next in training, padding's
 *     ignored
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record TransformerArchitecture(float[] logPopularity, Successions successions) implements Architecture {
    private static final int WIDTH = ActionSequence.WIDTH;
    private static final int GATE_HIDDEN = 16;
    private static final int FOLLOWED = 16;
    private static final float NEVER = -1e9f;
    /** Categories rarer than this count as no rarer: their followers would drown all others. */
    private static final double RAREST = 1e-6;

    private static final float[] GATES = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.3f, 0};

    @Override
    public String name() {
        return "transformer-1x" + WIDTH;
    }

    @Override
    public Operand<TFloat32> logits(Ops tf, NetworkInputs inputs, NetworkParameters parameters) {
        int vocabulary = logPopularity.length;
        Layers layers = new Layers(tf, parameters);
        CategoryTerms terms = new CategoryTerms(tf, layers, parameters, inputs, vocabulary);
        Operand<TFloat32> embeddings = parameters.random("categories", vocabulary, WIDTH, 0.1);
        ActionSequence actions = new ActionSequence(tf, layers, parameters, inputs, embeddings, vocabulary);

        Operand<TFloat32> longTerm =
                terms.shares(inputs.ids("interest_long.names"), inputs.numbers("interest_long.weights"));
        Operand<TFloat32> shortTerm =
                terms.shares(inputs.ids("interest_short.names"), inputs.numbers("interest_short.weights"));
        Operand<TFloat32> pointed = terms.shares(actions.categories(), actions.attention("pointer", 0));

        Operand<TFloat32> shopper = layers.beside(List.of(
                actions.state(),
                tf.linalg.matMul(longTerm, embeddings),
                tf.linalg.matMul(shortTerm, embeddings),
                tf.linalg.matMul(pointed, embeddings)));
        Operand<TFloat32> hidden =
                layers.hidden("shopper", parameters.dropOut("beside", shopper), 4 * WIDTH, 2 * WIDTH);
        Operand<TFloat32> query = layers.dense("query", hidden, 2 * WIDTH, WIDTH);
        Operand<TFloat32> logits = tf.math.add(
                tf.linalg.matMul(query, embeddings, MatMul.transposeB(true)),
                parameters.vector("popularity", logPopularity));

        List<Operand<TFloat32>> gates = gates(tf, layers, parameters, inputs, actions, longTerm, shortTerm);
        Operand<TFloat32> rarity = layers.constant(rarity());
        Operand<TFloat32> afterLast =
                terms.followers(successions.last(), actions.categories(), layers.fading(actions.present(), 0), 1);
        Operand<TFloat32> afterRecent = terms.followers(
                successions.recent(), actions.categories(), actions.attention("follow", 0.25f), FOLLOWED);
        Operand<TFloat32> together = terms.followers(
                successions.together(), actions.categories(), actions.attention("together", 0), FOLLOWED);
        for (Operand<TFloat32> term : List.of(
                terms.gated("long", longTerm, gates.get(0), 4),
                terms.gated("short", shortTerm, gates.get(1), 4),
                terms.gated("recent", pointed, gates.get(2), 4),
                terms.gated("fading", faded(tf, layers, terms, actions, 0.5), gates.get(3), 2),
                terms.gated("counted", faded(tf, layers, terms, actions, 1), gates.get(4), 0),
                terms.gated("after_last", tf.math.mul(afterLast, rarity), gates.get(5), 2),
                terms.gated("after_recent", tf.math.mul(afterRecent, rarity), gates.get(6), 2),
                terms.gated("together", tf.math.mul(together, rarity), gates.get(7), 1),
                tf.math.mul(faded(tf, layers, terms, actions, 0), gates.get(8)))) {
            logits = tf.math.add(logits, term);
        }
        float[] mask = new float[vocabulary];
        mask[Vocabulary.PADDING] = NEVER;
        return tf.math.add(logits, layers.constant(mask));
    }

    /** The recent actions by category, a step further back counting less; 0 for the last alone. */
    private static Operand<TFloat32> faded(
            Ops tf, Layers layers, CategoryTerms terms, ActionSequence actions, double memory) {
        return terms.shares(actions.categories(), layers.fading(actions.present(), memory));
    }

    /** How much each term counts, float32[batch, 1] each, by what the shopper is doing. */
    private static List<Operand<TFloat32>> gates(
            Ops tf,
            Layers layers,
            NetworkParameters parameters,
            NetworkInputs inputs,
            ActionSequence actions,
            Operand<TFloat32> longTerm,
            Operand<TFloat32> shortTerm) {
        Operand<TFloat32> gap = layers.bend(layers.newest(inputs.numbers("action_gap"), 1));
        Operand<TFloat32> count = tf.math.mul(tf.math.log1p(layers.rowSums(actions.present())), tf.constant(0.3f));
        Operand<TFloat32> context = layers.beside(List.of(
                actions.state(),
                gap,
                count,
                layers.rowSums(tf.math.mul(longTerm, longTerm)),
                layers.rowSums(tf.math.mul(shortTerm, shortTerm))));
        Operand<TFloat32> hidden = layers.hidden("context", context, WIDTH + Layers.BENDS + 3, GATE_HIDDEN);
        Operand<TFloat32> gates = tf.math.add(
                tf.linalg.matMul(hidden, parameters.random("gate_weights", GATE_HIDDEN, GATES.length, 0.05)),
                parameters.vector("gates", GATES.clone()));
        return List.copyOf(tf.split(tf.constant(1), gates, (long) GATES.length).output());
    }

    /** How much rarer each category is than certain: a follower counts relative to that. */
    private float[] rarity() {
        float[] rarity = new float[logPopularity.length];
        for (int id = 0; id < logPopularity.length; id++) {
            rarity[id] = (float) (1 / Math.max(RAREST, Math.exp(logPopularity[id])));
        }
        return rarity;
    }
}
