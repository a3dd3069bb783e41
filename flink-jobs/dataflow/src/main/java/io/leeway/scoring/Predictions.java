package io.leeway.scoring;

import io.leeway.model.LoadOptions;
import io.leeway.model.ModelSignature;
import io.leeway.model.Predictor;
import io.leeway.model.SavedModel;
import io.leeway.operators.OperatorFactory;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Rows of numbers answered in bundles by any SavedModel: the bundle operator without releases.
 *
 * <p>The model is one with a manifest or without, whose signature has one float32 input [batch, …]
 * and one float32 output [batch, …].
 */
public final class Predictions {
    private Predictions() {}

    /**
     * Adds the operator.
     *
     * @param rows a row's values, row-major; a row of another length fails the job
     * @param model the directory of one version
     * @return the output's values of each row, in order
     */
    public static SingleOutputStreamOperator<float[]> of(
            DataStream<float[]> rows, Path model, String signature, BundleOptions options) {
        return rows.transform(
                "predict",
                PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO,
                factory(model.toAbsolutePath().toString(), signature, options));
    }

    static OperatorFactory<float[], float[]> factory(String model, String signature, BundleOptions options) {
        return new OperatorFactory<>(
                ModelOperator.class,
                parameters -> new ModelOperator<>(
                        parameters, model, options, LoadOptions.anyModel(), new NumberRows(signature)));
    }

    /** Rows of numbers; answers carry no timestamp of their own. */
    private record NumberRows(String signature) implements ModelOperator.RowKind<float[], float[], NumberBundle> {
        @Override
        public Supplier<NumberBundle> bundles(SavedModel loaded, Predictor predictor, BundleOptions bundling) {
            ModelSignature called = loaded.signature(signature);
            return () -> new NumberBundle(predictor, called, bundling.rows());
        }

        @Override
        public void add(NumberBundle open, float[] input) {
            open.add(input);
        }

        @Override
        public StreamRecord<float[]> output(float[] answer) {
            return new StreamRecord<>(answer);
        }
    }
}
