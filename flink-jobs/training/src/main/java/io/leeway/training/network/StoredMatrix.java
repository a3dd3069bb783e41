package io.leeway.training.network;

import io.leeway.training.options.WeightStorage;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * A trained matrix that a served graph keeps in fewer bits, and turns into float32 for each call.
 *
 * @param value float32[rows, columns], what the network computes with
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
record StoredMatrix(Operand<TFloat32> value, float[] fed, Placeholder<TFloat32> placeholder, Op assign) {
    private static final int ZERO = 128;
    private static final int MOST = 127;

    static StoredMatrix of(Ops tf, String name, int rows, int columns, float[] values, WeightStorage storage) {
        Placeholder<TFloat32> placeholder =
                tf.withName(name + "_value").placeholder(TFloat32.class, Placeholder.shape(Shape.of(rows, columns)));
        if (storage == WeightStorage.BFLOAT16) {
            Variable<TBfloat16> variable = variable(tf, name, placeholder, TBfloat16.class);
            Op assign = tf.assign(variable, tf.dtypes.cast(placeholder, TBfloat16.class));
            return new StoredMatrix(tf.dtypes.cast(variable, TFloat32.class), values, placeholder, assign);
        }
        float[] factors = factors(values, columns);
        float[] whole = new float[values.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = ZERO + Math.round(values[i] / factors[i % columns]);
        }
        Variable<TUint8> variable = variable(tf, name, placeholder, TUint8.class);
        Op assign = tf.assign(variable, tf.dtypes.cast(placeholder, TUint8.class));
        Operand<TFloat32> value = tf.math.mul(
                tf.math.sub(tf.dtypes.cast(variable, TFloat32.class), tf.constant((float) ZERO)),
                tf.constant(Shape.of(columns), DataBuffers.of(factors, true, true)));
        return new StoredMatrix(value, whole, placeholder, assign);
    }

    private static <T extends TNumber> Variable<T> variable(
            Ops tf, String name, Placeholder<TFloat32> placeholder, Class<T> type) {
        return tf.withName(name).variable(placeholder.shape(), type);
    }

    /** The size of a step of 1 in each column. */
    private static float[] factors(float[] values, int columns) {
        float[] factors = new float[columns];
        for (int i = 0; i < values.length; i++) {
            factors[i % columns] = Math.max(factors[i % columns], Math.abs(values[i]) / MOST);
        }
        for (int column = 0; column < columns; column++) {
            factors[column] = factors[column] == 0 ? 1 : factors[column];
        }
        return factors;
    }

    void initialise(Session session) {
        try (TFloat32 tensor = TFloat32.tensorOf(placeholder.shape(), DataBuffers.of(fed, true, false));
                Result ignored = session.runner()
                        .feed(placeholder, tensor)
                        .addTarget(assign)
                        .run()) {
            // Closing is all that is left to do.
        }
    }
}
