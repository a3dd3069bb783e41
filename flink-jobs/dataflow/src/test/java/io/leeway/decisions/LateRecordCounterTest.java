package io.leeway.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class LateRecordCounterTest {
    private final Counter counted = new SimpleCounter();
    private final LateRecordCounter late = new LateRecordCounter(new UnregisteredMetricsGroup() {
        @Override
        public Counter counter(String name) {
            assertThat(name).isEqualTo("leeway_late_records");
            return counted;
        }
    });

    /** A watermark says that nothing at it or before it comes any more. */
    @Test
    void aRecordAtTheWatermarkIsLate() {
        assertThat(late.isLate(1_000, 999)).isFalse();
        assertThat(late.isLate(1_000, 1_000)).isTrue();
        assertThat(late.isLate(1_000, 1_001)).isTrue();
    }

    @Test
    void lateRecordsAloneAreCounted() {
        late.isLate(1_000, Long.MIN_VALUE);
        assertThat(counted.getCount()).isZero();
        late.isLate(1_000, 1_000);
        late.isLate(-1, 1_000);
        assertThat(counted.getCount()).isEqualTo(2);
    }
}
