package io.leeway.training.fitting;

import io.leeway.training.network.NetworkParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019) and clipping
 * by global norm.
 *
 * <p>Every gradient is computed before any variable is updated. Otherwise a gradient may read a
 * variable that has moved already, and which does is up to the scheduler: the same seed would give
 * another model each time.
 */
public final class AdamOptimizer {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.99f;
    private static final float EPSILON = 1e-7f;
    private static final float CLIP_NORM = 1.0f;

    private final Placeholder<TFloat32> rate;
    private final Placeholder<TFloat32> power1;
    private final Placeholder<TFloat32> power2;
    private final NetworkParameters moments;
    private final List<Op> updates = new ArrayList<>();
    private long steps;

    /** @param weightDecay the share of a matrix that goes at learning rate 1 */
    public AdamOptimizer(
            Ops tf, List<Operand<TFloat32>> slopes, List<NetworkParameters.Parameter> parameters, double weightDecay) {
        rate = tf.placeholder(TFloat32.class);
        power1 = tf.placeholder(TFloat32.class);
        power2 = tf.placeholder(TFloat32.class);
        moments = new NetworkParameters(tf, 0);
        Operand<TFloat32> squares = tf.constant(0f);
        for (Operand<TFloat32> slope : slopes) {
            squares = tf.math.add(squares, tf.math.mul(tf.constant(2f), tf.nn.l2Loss(slope)));
        }
        Operand<TFloat32> norm = tf.math.sqrt(squares);
        Operand<TFloat32> scale = tf.math.div(tf.constant(CLIP_NORM), tf.math.maximum(norm, tf.constant(CLIP_NORM)));
        List<Op> all = new ArrayList<>(slopes);
        all.add(scale);
        Ops gated = tf.withControlDependencies(all);
        Operand<TFloat32> decay = tf.math.mul(rate, tf.constant((float) weightDecay));
        for (int i = 0; i < parameters.size(); i++) {
            NetworkParameters.Parameter parameter = parameters.get(i);
            Variable<TFloat32> variable = parameter.variable();
            Operand<TFloat32> slope = gated.math.mul(slopes.get(i), scale);
            Operand<TFloat32> target = parameter.decays()
                    ? gated.assignSub(variable, gated.math.mul(gated.identity(variable), decay))
                    : variable;
            updates.add(gated.train.applyAdam(
                    target,
                    moments.like(parameter, "_first_moment"),
                    moments.like(parameter, "_second_moment"),
                    power1,
                    power2,
                    rate,
                    tf.constant(BETA_1),
                    tf.constant(BETA_2),
                    tf.constant(EPSILON),
                    slope));
        }
    }

    public static List<Operand<TFloat32>> slopes(
            Ops tf, Operand<TFloat32> loss, List<NetworkParameters.Parameter> parameters) {
        Gradients gradients = tf.gradients(
                loss,
                parameters.stream().map(NetworkParameters.Parameter::variable).toList());
        List<Operand<TFloat32>> slopes = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            slopes.add(gradients.dy(i));
        }
        return slopes;
    }

    public void initialise(Session session) {
        moments.initialise(session);
    }

    Map<String, float[]> moments(Session session) {
        return moments.read(session);
    }

    void restore(Session session, Map<String, float[]> values, long stepsDone) {
        moments.write(session, values);
        steps = stepsDone;
    }

    public long steps() {
        return steps;
    }

    public void step(Session.Runner runner, double learningRate) {
        steps++;
        updates.forEach(runner::addTarget);
        try (TFloat32 rateNow = TFloat32.scalarOf((float) learningRate);
                TFloat32 power1Now = TFloat32.scalarOf((float) Math.pow(BETA_1, (double) steps));
                TFloat32 power2Now = TFloat32.scalarOf((float) Math.pow(BETA_2, (double) steps));
                Result ignored = runner.feed(rate, rateNow)
                        .feed(power1, power1Now)
                        .feed(power2, power2Now)
                        .run()) {
            // Closing is all that is left to do.
        }
    }
}
