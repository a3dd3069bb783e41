package io.leeway.training.network;

import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.options.WeightStorage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Assign;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * A network's variables by name. The same code of an architecture builds the graph that trains,
 * with seeded initial values, and the graph that serves, with trained ones.
 *
 * <p>Initial values are drawn here, not by TensorFlow: a variable's are a function of the seed and
 * its name alone.
 */
public final class NetworkParameters {
    /** A variable; weight decay is for matrices, not for biases and scales. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
    public record Parameter(
            String name,
            Variable<TFloat32> variable,
            boolean decays,
            float[] initial,
            Placeholder<TFloat32> value,
            Assign<TFloat32> assign) {}

    /**
     * Where the network uses a parameter: in a product with a factor, or added to something where
     * there is none.
     *
     * @param factor float32[rows, in], what W is multiplied with from the left; null for what is
     *     added
     * @param product float32[rows, out], what comes of it
     */
    public record Use(String parameter, @Nullable Operand<TFloat32> factor, Operand<TFloat32> product) {}

    private final Ops tf;
    private final long seed;
    private final Map<String, float[]> trained;
    private final @Nullable Dropout dropout;
    private final Map<String, Parameter> parameters;
    private final boolean again;
    private final WeightStorage storage;
    private final Map<String, StoredMatrix> stored;
    private final List<Use> uses = new ArrayList<>();

    public NetworkParameters(Ops tf, long seed) {
        this(tf, seed, Map.of(), null, new LinkedHashMap<>(), new LinkedHashMap<>(), WeightStorage.FLOAT32, false);
    }

    public NetworkParameters(Ops tf, long seed, Dropout dropout) {
        this(tf, seed, Map.of(), dropout, new LinkedHashMap<>(), new LinkedHashMap<>(), WeightStorage.FLOAT32, false);
    }

    /** Values as {@link #read} gave them, kept as the weights say. */
    public NetworkParameters(Ops tf, TrainedWeights weights) {
        this(tf, 0, weights.variables(), null, new LinkedHashMap<>(), new LinkedHashMap<>(), weights.storage(), false);
    }

    private NetworkParameters(
            Ops tf,
            long seed,
            Map<String, float[]> trained,
            @Nullable Dropout dropout,
            Map<String, Parameter> parameters,
            Map<String, StoredMatrix> stored,
            WeightStorage storage,
            boolean again) {
        this.tf = tf;
        this.seed = seed;
        this.trained = trained;
        this.dropout = dropout;
        this.parameters = parameters;
        this.stored = stored;
        this.storage = storage;
        this.again = again;
    }

    /** The same variables for building the same network once more in the same graph. */
    public NetworkParameters again() {
        return new NetworkParameters(tf, seed, trained, dropout, parameters, stored, storage, true);
    }

    /** Whether these are trained values of a serving graph, not to be trained. */
    boolean areTrained() {
        return !trained.isEmpty();
    }

    /** float32[in, out], scaled by Glorot and Bengio's rule. */
    public Operand<TFloat32> matrix(String name, int in, int out) {
        return random(name, in, out, Math.sqrt(2.0 / (in + out)));
    }

    /** float32[rows, columns] of normal values cut at two standard deviations. */
    public Operand<TFloat32> random(String name, int rows, int columns, double deviation) {
        SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            double value = random.nextGaussian();
            while (Math.abs(value) > 2) {
                value = random.nextGaussian();
            }
            values[i] = (float) (value * deviation);
        }
        float[] kept = trained.get(name);
        if (storage != WeightStorage.FLOAT32 && kept != null) {
            return stored.computeIfAbsent(name, key -> StoredMatrix.of(tf, key, rows, columns, kept, storage))
                    .value();
        }
        return add(name, Shape.of(rows, columns), values, true);
    }

    public Operand<TFloat32> vector(String name, float... values) {
        return add(name, Shape.of(values.length), values, false);
    }

    public Operand<TFloat32> zeros(String name, int n) {
        return vector(name, new float[n]);
    }

    Operand<TFloat32> product(String name, Operand<TFloat32> x, Operand<TFloat32> parameter) {
        Operand<TFloat32> product = tf.linalg.matMul(x, parameter);
        uses.add(new Use(name, x, product));
        return product;
    }

    Operand<TFloat32> plus(String name, Operand<TFloat32> x, Operand<TFloat32> parameter) {
        Operand<TFloat32> sum = tf.math.add(x, parameter);
        uses.add(new Use(name, null, sum));
        return sum;
    }

    /** The uses that {@link #product} and {@link #plus} made. */
    public List<Use> uses() {
        return List.copyOf(uses);
    }

    /** Zeros in the shape of another's parameter. */
    public Variable<TFloat32> like(Parameter other, String suffix) {
        return add(other.name() + suffix, other.value().shape(), new float[other.initial().length], false);
    }

    /** A hidden layer of which training leaves some numbers out and serving none. */
    public Operand<TFloat32> dropOut(String name, Operand<TFloat32> x) {
        return dropout == null ? x : dropout.apply(tf, name, x);
    }

    private Variable<TFloat32> add(String name, Shape shape, float[] initial, boolean decays) {
        Parameter known = parameters.get(name);
        if (again && known != null && known.initial().length == initial.length) {
            return known.variable();
        }
        float[] values = trained.isEmpty() ? initial : trained.get(name);
        if (values == null || values.length != initial.length || known != null || again) {
            throw new IllegalStateException("The variable " + name + " is not the trained one, or there twice");
        }
        Variable<TFloat32> variable = tf.withName(name).variable(shape, TFloat32.class);
        Placeholder<TFloat32> value =
                tf.withName(name + "_value").placeholder(TFloat32.class, Placeholder.shape(shape));
        Assign<TFloat32> assign = tf.withName(name + "_assign").assign(variable, value);
        parameters.put(name, new Parameter(name, variable, decays, values, value, assign));
        return variable;
    }

    /** All variables, in the order in which the network asked for them. */
    public List<Parameter> all() {
        return List.copyOf(parameters.values());
    }

    public long count() {
        return parameters.values().stream().mapToLong(p -> p.initial().length).sum();
    }

    public void initialise(Session session) {
        for (Parameter parameter : parameters.values()) {
            assign(session, parameter, parameter.initial());
        }
        stored.values().forEach(matrix -> matrix.initialise(session));
    }

    /** Sets every variable of the session to what {@link #read} gave. */
    public void write(Session session, Map<String, float[]> values) {
        values.forEach((name, numbers) -> {
            Parameter parameter = Objects.requireNonNull(parameters.get(name), name);
            assign(session, parameter, numbers);
        });
    }

    private static void assign(Session session, Parameter parameter, float[] numbers) {
        try (TFloat32 value = TFloat32.tensorOf(parameter.value().shape(), DataBuffers.of(numbers, true, false));
                Result ignored = session.runner()
                        .feed(parameter.value(), value)
                        .addTarget(parameter.assign())
                        .run()) {
            // Closing is all that is left to do.
        }
    }

    public Map<String, float[]> read(Session session) {
        Session.Runner runner = session.runner();
        List<String> names = new ArrayList<>(parameters.keySet());
        parameters.values().forEach(p -> runner.fetch(p.variable()));
        Map<String, float[]> values = new LinkedHashMap<>();
        try (Result result = runner.run()) {
            for (int i = 0; i < names.size(); i++) {
                values.put(names.get(i), TrainingRows.floats((TFloat32) result.get(i)));
            }
        }
        return values;
    }
}
