package io.leeway.training.advertising;

import io.leeway.decisions.advertising.AdFeatures;
import io.leeway.decisions.advertising.ModelPredictor;
import io.leeway.model.TensorColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * An advertising network's inputs.
 *
 * @param history int32[batch, slots]
 * @param weights float32[batch, slots]
 * @param ad int32[batch]
 * @param context float32[batch, context]
 */
record AdInputs(
        Placeholder<TInt32> history,
        Placeholder<TFloat32> weights,
        Placeholder<TInt32> ad,
        Placeholder<TFloat32> context) {
    static AdInputs of(Ops tf) {
        Shape slots = Shape.of(-1, AdFeatures.SLOTS);
        return new AdInputs(
                tf.withName("history").placeholder(TInt32.class, Placeholder.shape(slots)),
                tf.withName("weights").placeholder(TFloat32.class, Placeholder.shape(slots)),
                tf.withName("ad").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1))),
                tf.withName("context")
                        .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, AdFeatures.CONTEXT))));
    }

    /** The placeholders by the signature's names. */
    Map<String, Placeholder<?>> byName() {
        Map<String, Placeholder<?>> named = new LinkedHashMap<>();
        named.put("history", history);
        named.put("weights", weights);
        named.put("ad", ad);
        named.put("context", context);
        return named;
    }

    /** Columns of some rows, as the runtime takes them. */
    static Map<String, TensorColumn> columns(List<AdImpression> rows) {
        return ModelPredictor.columns(rows.stream().map(AdImpression::features).toList());
    }

    /** Tensors of some rows by the signature's names; the caller closes them. */
    static Map<String, Tensor> tensors(List<AdImpression> rows) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        columns(rows).forEach((name, column) -> {
            long[] shape = new long[column.shape().size() + 1];
            shape[0] = rows.size();
            for (int i = 1; i < shape.length; i++) {
                shape[i] = column.shape().get(i - 1);
            }
            tensors.put(
                    name,
                    column.values() instanceof int[] ints
                            ? TInt32.tensorOf(Shape.of(shape), DataBuffers.of(ints, true, false))
                            : TFloat32.tensorOf(
                                    Shape.of(shape), DataBuffers.of((float[]) column.values(), true, false)));
        });
        return tensors;
    }
}
