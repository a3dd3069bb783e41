package io.leeway.functions;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What became of the events of {@link ShopperFeatures}, as Flink's counters: they start at zero after a restore. */
final class ShopperCounts {
    private final Counter applied;
    private final Counter duplicates;
    private final Counter erased;
    private final Counter late;
    private final Counter rejected;
    private final Counter undecodable;
    private final Counter beyondUntil;
    private final Counter requests;

    ShopperCounts(MetricGroup metrics) {
        applied = metrics.counter("applied");
        duplicates = metrics.counter("duplicates");
        erased = metrics.counter("erased");
        late = metrics.counter("late");
        rejected = metrics.counter("rejected");
        undecodable = metrics.counter("undecodable");
        beyondUntil = metrics.counter("beyondUntil");
        requests = metrics.counter("requests");
    }

    void applied() {
        applied.inc();
    }

    void duplicate() {
        duplicates.inc();
    }

    void erased() {
        erased.inc();
    }

    void late() {
        late.inc();
    }

    void rejected() {
        rejected.inc();
    }

    void undecodable() {
        undecodable.inc();
    }

    void beyondUntil() {
        beyondUntil.inc();
    }

    void request() {
        requests.inc();
    }
}
