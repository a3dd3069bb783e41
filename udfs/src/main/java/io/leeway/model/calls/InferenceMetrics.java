package io.leeway.model.calls;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What the calls of a model cost since the start of the process. Thread-safe. */
public final class InferenceMetrics {
    private final LongAdder rows = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LogHistogram bundleRows = new LogHistogram();
    private final LogHistogram latencyMicros = new LogHistogram();

    public void succeeded(int bundle, long nanos) {
        calls.increment();
        rows.add(bundle);
        bundleRows.record(bundle);
        latencyMicros.record(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    public void failed() {
        calls.increment();
        failures.increment();
    }

    public long rows() {
        return rows.sum();
    }

    /** Calls, those that failed included. */
    public long calls() {
        return calls.sum();
    }

    public long failures() {
        return failures.sum();
    }

    /** Rows a successful call. */
    public LogHistogram bundleRows() {
        return bundleRows;
    }

    /** Microseconds a successful call. */
    public LogHistogram latencyMicros() {
        return latencyMicros;
    }
}
