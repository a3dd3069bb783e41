package io.leeway.scoring;

import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Rows of numbers answered in bundles by any SavedModel, one that knows no shopper too: the bundle operator without releases.
 *
 * <p>The model is one with a manifest or without, whose signature has one float32 input [batch, …] and one float32 output [batch, …].
 */
public final class Predictions {
    private Predictions() {}

    /**
     * Adds the operator.
     *
     * @param rows a row's values, row-major; a row of another length fails the job
     * @param model the directory of one version
     * @param signature the signature's name
     * @return the output's values of each row, in order
     */
    public static SingleOutputStreamOperator<float[]> of(
            DataStream<float[]> rows, Path model, String signature, BundleOptions options) {
        return rows.transform(
                "predict",
                PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO,
                new PredictionOperatorFactory(model.toAbsolutePath().toString(), signature, options));
    }
}
