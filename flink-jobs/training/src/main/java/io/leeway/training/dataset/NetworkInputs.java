package io.leeway.training.dataset;

import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A network's inputs with a dynamic batch: float32 for numbers, int32 for ids. */
public final class NetworkInputs {
    /** The name of the folds' tensor, which only a graph that trains has. */
    static final String FOLD = "fold";

    private final Map<String, Operand<TFloat32>> numbers = new LinkedHashMap<>();
    private final Map<String, Operand<TInt32>> ids = new LinkedHashMap<>();
    private final @Nullable Operand<TInt32> fold;

    private NetworkInputs(Ops tf, Task task, @Nullable Operand<TInt32> fold) {
        this.fold = fold;
        for (FeatureSpec feature : task.features()) {
            Shape shape = batched(-1, feature.shape());
            Ops named = tf.withName(tensor(feature));
            if (feature.kind() == FeatureSpec.Kind.NUMBER) {
                numbers.put(feature.name(), named.placeholder(TFloat32.class, Placeholder.shape(shape)));
            } else {
                ids.put(feature.name(), named.placeholder(TInt32.class, Placeholder.shape(shape)));
            }
        }
    }

    /** Tensors of the graph: a network over what was computed from placeholders. */
    public NetworkInputs(Map<String, Operand<TFloat32>> numbers, Map<String, Operand<TInt32>> ids) {
        this.numbers.putAll(numbers);
        this.ids.putAll(ids);
        this.fold = null;
    }

    public static NetworkInputs serving(Ops tf, Task task) {
        return new NetworkInputs(tf, task, null);
    }

    public static NetworkInputs training(Ops tf, Task task) {
        return new NetworkInputs(
                tf, task, tf.withName(FOLD).placeholder(TInt32.class, Placeholder.shape(Shape.of(-1))));
    }

    /** The fold of each row's shopper, int32[batch], while training. */
    public Optional<Operand<TInt32>> fold() {
        return Optional.ofNullable(fold);
    }

    public static String tensor(FeatureSpec feature) {
        return feature.name().replace('.', '_');
    }

    /** A row's shape with the batch in front; −1 is any. */
    public static Shape batched(long rows, List<Integer> shape) {
        return Shape.of(LongStream.concat(LongStream.of(rows), shape.stream().mapToLong(Integer::longValue))
                .toArray());
    }

    /** The tensor of a NUMBER feature: float32[batch, …]. */
    public Operand<TFloat32> numbers(String feature) {
        return known(numbers.get(feature), feature);
    }

    /** The tensor of a CODE or CATEGORY feature: int32[batch, …]. */
    public Operand<TInt32> ids(String feature) {
        return known(ids.get(feature), feature);
    }

    public Operand<?> of(FeatureSpec feature) {
        return feature.kind() == FeatureSpec.Kind.NUMBER ? numbers(feature.name()) : ids(feature.name());
    }

    private static <T> T known(@Nullable T operand, String feature) {
        if (operand == null) {
            throw new IllegalArgumentException("No feature " + feature + " of this kind");
        }
        return operand;
    }
}
