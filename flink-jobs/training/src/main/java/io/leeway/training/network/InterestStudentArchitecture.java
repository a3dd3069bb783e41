package io.leeway.training.network;

import io.leeway.shopper.Task;
import io.leeway.training.dataset.NetworkInputs;
import io.leeway.training.dataset.Vocabulary;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A small network for the interest task, to learn from a large one's answers (Hinton et al. 2015):
 * float32[batch, vocabulary + 2].
 *
 * <p>There is no attention. A category's logit is a learned popularity, a pull for what the shopper
 * has shown interest in (long-term, short-term, and latest, by how long ago), and the product of
 * its short embedding with what one hidden layer makes of these.
 *
 * @param logPopularity the logarithm of each id's share in training, padding's ignored
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record InterestStudentArchitecture(float[] logPopularity) implements Architecture {
    private static final int WIDTH = 12;
    private static final float NEVER = -1e9f;

    @Override
    public String name() {
        return "interest-student-" + WIDTH;
    }

    @Override
    public Operand<TFloat32> logits(Ops tf, NetworkInputs inputs, NetworkParameters parameters) {
        int vocabulary = logPopularity.length;
        Layers layers = new Layers(tf, parameters);
        Operand<TFloat32> embeddings = parameters.random("categories", vocabulary, WIDTH, 0.1);
        Operand<TInt32> actions = layers.clamp(inputs.ids("action_category"), vocabulary);
        Operand<TFloat32> age =
                tf.math.mul(inputs.numbers("action_gap"), tf.math.softplus(parameters.vector("ageing", 0.5f)));
        Operand<TFloat32> weights = tf.math.mul(tf.math.exp(tf.math.neg(age)), layers.present(actions));
        Operand<TFloat32> latest = layers.sumsById(actions, weights, vocabulary);
        Operand<TFloat32> longTerm =
                layers.sumsById(inputs.ids("interest_long.names"), inputs.numbers("interest_long.weights"), vocabulary);
        Operand<TFloat32> shortTerm = layers.sumsById(
                inputs.ids("interest_short.names"), inputs.numbers("interest_short.weights"), vocabulary);
        Operand<TFloat32> last = layers.lookUp(
                embeddings,
                layers.clamp(
                        tf.reshape(
                                tf.slice(
                                        actions,
                                        tf.constant(new int[] {
                                            0,
                                            Task.INTEREST
                                                            .feature("action_category")
                                                            .width()
                                                    - 1
                                        }),
                                        tf.constant(new int[] {-1, 1})),
                                tf.constant(new int[] {-1})),
                        vocabulary));
        Operand<TFloat32> shopper = layers.beside(List.of(
                last,
                tf.linalg.matMul(latest, embeddings),
                tf.linalg.matMul(longTerm, embeddings),
                tf.linalg.matMul(shortTerm, embeddings)));
        Operand<TFloat32> hidden = layers.hidden("shopper", shopper, 4 * WIDTH, 2 * WIDTH);
        Operand<TFloat32> query = layers.dense("query", hidden, 2 * WIDTH, WIDTH);
        Operand<TFloat32> logits = tf.linalg.matMul(query, embeddings, MatMul.transposeB(true));
        logits = tf.math.add(logits, parameters.vector("popularity", logPopularity));
        logits = tf.math.add(logits, pull(tf, parameters, "latest", latest));
        logits = tf.math.add(logits, pull(tf, parameters, "long", longTerm));
        logits = tf.math.add(logits, pull(tf, parameters, "short", shortTerm));
        float[] mask = new float[vocabulary];
        mask[Vocabulary.PADDING] = NEVER;
        return tf.math.add(logits, layers.constant(mask));
    }

    /** a·log(1 + c·share) with learned a and c. */
    private static Operand<TFloat32> pull(Ops tf, NetworkParameters parameters, String name, Operand<TFloat32> shares) {
        Operand<TFloat32> steepness = tf.math.exp(parameters.vector(name + "_steepness", 4f));
        return tf.math.mul(tf.math.log1p(tf.math.mul(shares, steepness)), parameters.vector(name + "_pull", 0.5f));
    }
}
