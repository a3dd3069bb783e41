package io.leeway.scoring;

import io.leeway.model.calls.InferenceMetrics;
import io.leeway.model.calls.LogHistogram;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;

/** The figures of a bundle operator, under the names that the sizing page and the alerts use. */
final class BundleGauges {
    private BundleGauges() {}

    static void register(
            MetricGroup group, InferenceMetrics inference, LogHistogram waitMillis, LongSupplier eventTimeLagMillis) {
        quantiles(group, "bundleRows", inference.bundleRows());
        quantiles(group, "bundleWaitMillis", waitMillis);
        quantiles(group, "callMicros", inference.latencyMicros());
        gauge(group, "rows", inference::rows);
        gauge(group, "calls", inference::calls);
        gauge(group, "failures", inference::failures);
        gauge(group, "eventTimeLagMillis", eventTimeLagMillis);
        Gauge<Long> rows = inference::rows;
        group.meter("rowsPerSecond", new MeterView(rows));
    }

    /** The figures of the calls that give reasons, apart from those that answer. */
    static void registerReasons(MetricGroup group, InferenceMetrics explaining) {
        quantiles(group, "reasonsCallMicros", explaining.latencyMicros());
        gauge(group, "reasonsRows", explaining::rows);
        gauge(group, "reasonsFailures", explaining::failures);
    }

    /** Which versions decide, and what was waited for or refused. */
    static void registerReleases(MetricGroup group, ServingReleases releases) {
        gauge(group, "activeVersion", releases::activeVersion);
        gauge(group, "canaryVersion", releases::canaryVersion);
        gauge(group, "shadowVersion", releases::shadowVersion);
        gauge(group, "releasesRefused", releases::refused);
        gauge(group, "releaseWaitMillis", releases::waitedMillis);
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
