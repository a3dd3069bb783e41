package io.leeway.sources.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class LostRangeTest {
    private static final TopicPartition PARTITION = new TopicPartition("leeway.events", 3);
    private static final PartitionOffsets HELD = new PartitionOffsets(Uuid.randomUuid(), 340, 500);

    @Test
    void aPositionThatThePartitionHoldsIsNotLost() {
        for (long position : new long[] {340, 420, 500}) {
            assertThat(LostRange.of(PARTITION, position, HELD, false)).isNull();
        }
    }

    @Test
    void deletedRecordsAreCounted() {
        LostRange range = LostRange.of(PARTITION, 120, HELD, false);
        assertThat(range.atMost()).isEqualTo(220);
        assertThat(range.message())
                .contains("offset 120 in partition 3 of leeway.events", "begins at 340", "at most 220 records")
                .contains("--on-lost-events continue");
    }

    @Test
    void aPositionBehindTheEndIsNotASkip() {
        LostRange range = LostRange.of(PARTITION, 501, HELD, false);
        assertThat(range.atMost()).isZero();
        assertThat(range.detail()).contains("ends at 500");
    }

    @Test
    void anotherTopicOfTheNameLosesAnyPosition() {
        LostRange range = LostRange.of(PARTITION, 420, HELD, true);
        assertThat(range.atMost()).isZero();
        assertThat(range.detail()).contains("another topic of that name");
    }
}
