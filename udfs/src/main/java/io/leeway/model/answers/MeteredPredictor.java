package io.leeway.model.answers;

import io.leeway.model.Predictor;
import io.leeway.model.TensorColumn;
import io.leeway.model.calls.InferenceMetrics;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts and times the calls of another predictor. As thread-safe as that one. */
public final class MeteredPredictor implements Predictor {
    private final Predictor predictor;
    private final InferenceMetrics metrics;
    private final LongSupplier nanoClock;

    /** @param nanoClock for example {@code System::nanoTime} */
    public MeteredPredictor(Predictor predictor, InferenceMetrics metrics, LongSupplier nanoClock) {
        this.predictor = predictor;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
    }

    @Override
    public Map<String, TensorColumn> predict(String signature, Map<String, TensorColumn> inputs, int rows) {
        long start = nanoClock.getAsLong();
        Map<String, TensorColumn> answers;
        try {
            answers = predictor.predict(signature, inputs, rows);
        } catch (RuntimeException failed) {
            metrics.failed();
            throw failed;
        }
        metrics.succeeded(rows, nanoClock.getAsLong() - start);
        return answers;
    }
}
