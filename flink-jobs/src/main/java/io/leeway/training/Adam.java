package io.leeway.training;

import java.util.ArrayList;
import java.util.List;
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
 * Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019) and clipping by global norm.
 *
 * <p>Every gradient is computed before any variable is updated. Otherwise a gradient may read a variable that has moved already, and which does is up to the
 * scheduler: the same seed would give another model each time.
 */
final class Adam {

    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.99f;
    private static final float EPSILON = 1e-7f;
    private static final float CLIP_NORM = 1.0f;
    private static final float DECAY = 0.02f;

    private final Placeholder<TFloat32> rate;
    private final Placeholder<TFloat32> power1;
    private final Placeholder<TFloat32> power2;
    private final List<Op> slots = new ArrayList<>();
    private final List<Op> updates = new ArrayList<>();
    private long steps;

    Adam(Ops tf, Operand<TFloat32> loss, List<Parameters.Parameter> parameters) {
        rate = tf.placeholder(TFloat32.class);
        power1 = tf.placeholder(TFloat32.class);
        power2 = tf.placeholder(TFloat32.class);
        Gradients gradients = tf.gradients(
                loss, parameters.stream().map(Parameters.Parameter::variable).toList());
        List<Operand<TFloat32>> slopes = new ArrayList<>();
        Operand<TFloat32> squares = tf.constant(0f);
        for (int i = 0; i < parameters.size(); i++) {
            Operand<TFloat32> slope = gradients.dy(i);
            slopes.add(slope);
            squares = tf.math.add(squares, tf.math.mul(tf.constant(2f), tf.nn.l2Loss(slope)));
        }
        Operand<TFloat32> norm = tf.math.sqrt(squares);
        Operand<TFloat32> scale = tf.math.div(tf.constant(CLIP_NORM), tf.math.maximum(norm, tf.constant(CLIP_NORM)));
        List<Op> all = new ArrayList<>(slopes);
        all.add(scale);
        Ops gated = tf.withControlDependencies(all);
        Operand<TFloat32> decay = tf.math.mul(rate, tf.constant(DECAY));
        for (int i = 0; i < parameters.size(); i++) {
            Variable<TFloat32> variable = parameters.get(i).variable();
            Operand<TFloat32> slope = gated.math.mul(slopes.get(i), scale);
            Operand<TFloat32> target = parameters.get(i).decays()
                    ? gated.assignSub(variable, gated.math.mul(gated.identity(variable), decay))
                    : variable;
            updates.add(gated.train.applyAdam(
                    target,
                    slot(tf, variable),
                    slot(tf, variable),
                    power1,
                    power2,
                    rate,
                    tf.constant(BETA_1),
                    tf.constant(BETA_2),
                    tf.constant(EPSILON),
                    slope));
        }
    }

    private Variable<TFloat32> slot(Ops tf, Variable<TFloat32> variable) {
        Variable<TFloat32> slot = tf.variable(variable.shape(), TFloat32.class);
        slots.add(tf.assign(slot, tf.zeros(tf.constant(variable.shape().asArray()), TFloat32.class)));
        return slot;
    }

    /** Sets the moments to 0, once a session. */
    void initialise(Session session) {
        Session.Runner runner = session.runner();
        slots.forEach(runner::addTarget);
        runner.run().close();
    }

    /** One step on what the runner is fed with. */
    void step(Session.Runner runner, double learningRate) {
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
