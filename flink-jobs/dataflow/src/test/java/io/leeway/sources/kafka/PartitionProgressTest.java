package io.leeway.sources.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.topics.Progress;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
    private final PartitionProgress progress = new PartitionProgress();

    @Test
    void thePartitionIsWhereTheSlowestSubtaskIs() {
        assertThat(progress.advance(new Progress(0, 3, 50))).isEqualTo(Long.MIN_VALUE);
        assertThat(progress.advance(new Progress(2, 3, 70))).isEqualTo(Long.MIN_VALUE);
        assertThat(progress.advance(new Progress(1, 3, 60))).isEqualTo(50);
        assertThat(progress.advance(new Progress(0, 3, 90))).isEqualTo(60);
    }

    /** A writer that was restored from a checkpoint reports what it reported before. */
    @Test
    void progressNeverGoesBack() {
        progress.advance(new Progress(0, 1, 50));
        assertThat(progress.advance(new Progress(0, 1, 40))).isEqualTo(50);
        assertThat(progress.advance(new Progress(0, 1, 51))).isEqualTo(51);
    }

    @Test
    void afterRescalingEverySubtaskIsWaitedFor() {
        progress.advance(new Progress(0, 2, 100));
        assertThat(progress.advance(new Progress(1, 2, 100))).isEqualTo(100);
        assertThat(progress.advance(new Progress(0, 3, 200))).isEqualTo(100);
        assertThat(progress.advance(new Progress(1, 3, 200))).isEqualTo(100);
        assertThat(progress.advance(new Progress(2, 3, 150))).isEqualTo(150);
        assertThat(progress.advance(new Progress(0, 2, 300))).isEqualTo(150);
        assertThat(progress.advance(new Progress(1, 2, 400))).isEqualTo(300);
    }
}
