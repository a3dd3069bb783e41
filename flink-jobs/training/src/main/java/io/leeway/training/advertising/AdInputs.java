package io.leeway.training.advertising;

import io.leeway.decisions.advertising.AdFeatures;
import io.leeway.decisions.advertising.ModelPredictor;
import io.leeway.model.TensorColumn;
import io.leeway.training.dataset.TrainingRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
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

    Map<String, Placeholder<?>> byName() {
        Map<String, Placeholder<?>> named = new LinkedHashMap<>();
        named.put("history", history);
        named.put("weights", weights);
        named.put("ad", ad);
        named.put("context", context);
        return named;
    }

    static Map<String, TensorColumn> columns(List<AdImpression> rows) {
        return ModelPredictor.columns(rows.stream().map(AdImpression::features).toList());
    }

    /** Tensors of some rows by the signature's names; the caller closes them. */
    static Map<String, Tensor> tensors(List<AdImpression> rows) {
        return TrainingRows.tensors(columns(rows), rows.size());
    }
}
