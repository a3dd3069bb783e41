package io.leeway.functions.provider;

import io.leeway.model.InferenceMetrics;
import io.leeway.model.LogHistogram;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** The figures of an ML_PREDICT operator, with the names that the job's bundles have. */
final class PredictGauges {
    private PredictGauges() {}

    static void register(MetricGroup group, InferenceMetrics inference, LongSupplier refusedRows) {
        quantiles(group, "bundleRows", inference.bundleRows());
        quantiles(group, "callMicros", inference.latencyMicros());
        gauge(group, "rows", inference::rows);
        gauge(group, "calls", inference::calls);
        gauge(group, "failures", inference::failures);
        gauge(group, "refusedRows", refusedRows);
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
