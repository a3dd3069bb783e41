package io.leeway.functions.provider;

import io.leeway.functions.rows.RowBinding;
import io.leeway.model.SavedModel;
import io.leeway.model.answers.MeteredPredictor;
import io.leeway.model.calls.InferenceMetrics;
import io.leeway.model.calls.LogHistogram;
import io.leeway.model.lease.Lease;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What a task of ML_PREDICT holds while it is open: the model, its columns bound, its calls and its
 * figures, with the names that the job's bundles have.
 */
record OpenPredictor(
        Lease<SavedModel> model, RowBinding binding, BundleCalls calls, RowRefusals refusals, InferenceMetrics metrics)
        implements AutoCloseable {
    static OpenPredictor open(PredictSettings settings, MetricGroup group) {
        Lease<SavedModel> model = OpenModel.open(settings.model(), settings.calling());
        try {
            InferenceMetrics metrics = new InferenceMetrics();
            RowRefusals refusals = new RowRefusals(settings);
            RowBinding binding = settings.bind(
                    model.value().signature(settings.signature()), model.value().manifest());
            BundleCalls calls = new BundleCalls(
                    binding,
                    new MeteredPredictor(model.value(), metrics, System::nanoTime),
                    settings.signature(),
                    refusals);
            quantiles(group, "bundleRows", metrics.bundleRows());
            quantiles(group, "callMicros", metrics.latencyMicros());
            gauge(group, "rows", metrics::rows);
            gauge(group, "calls", metrics::calls);
            gauge(group, "failures", metrics::failures);
            gauge(group, "refusedRows", refusals::rows);
            return new OpenPredictor(model, binding, calls, refusals, metrics);
        } catch (RuntimeException refused) {
            model.close();
            throw refused;
        }
    }

    @Override
    public void close() {
        model.close();
    }

    private static void quantiles(MetricGroup group, String name, LogHistogram histogram) {
        gauge(group, name + "P50", () -> histogram.quantile(0.5));
        gauge(group, name + "P99", () -> histogram.quantile(0.99));
    }

    private static void gauge(MetricGroup group, String name, LongSupplier figure) {
        Gauge<Long> gauge = figure::getAsLong;
        group.gauge(name, gauge);
    }
}
