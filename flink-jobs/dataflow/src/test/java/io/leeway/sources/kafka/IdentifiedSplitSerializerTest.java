package io.leeway.sources.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.topics.Progress;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class IdentifiedSplitSerializerTest {
    private static final TopicPartition PARTITION = new TopicPartition("leeway.events", 3);

    private final KafkaPartitionSplitSerializer connector = new KafkaPartitionSplitSerializer();
    private final IdentifiedSplitSerializer serializer = new IdentifiedSplitSerializer(connector);

    @Test
    void theTopicsIdIsKeptBesideThePosition() throws IOException {
        Uuid topicId = Uuid.randomUuid();
        IdentifiedSplit split =
                new IdentifiedSplit(new KafkaPartitionSplit(PARTITION, 120, 340), topicId, new PartitionProgress());
        KafkaPartitionSplit read = serializer.deserialize(serializer.getVersion(), serializer.serialize(split));
        assertThat(IdentifiedSplit.topicId(read)).isEqualTo(topicId);
        assertThat(read.getTopicPartition()).isEqualTo(PARTITION);
        assertThat(read.getStartingOffset()).isEqualTo(120);
        assertThat(read.getStoppingOffset()).contains(340L);
    }

    @Test
    void splitsOfTheConnectorAndThoseThatWereJustAssignedHaveNoId() throws IOException {
        KafkaPartitionSplit plain = new KafkaPartitionSplit(PARTITION, 120);
        KafkaPartitionSplit former = serializer.deserialize(connector.getVersion(), connector.serialize(plain));
        assertThat(IdentifiedSplit.topicId(former)).isEqualTo(Uuid.ZERO_UUID);
        KafkaPartitionSplit assigned = serializer.deserialize(serializer.getVersion(), serializer.serialize(plain));
        assertThat(IdentifiedSplit.topicId(assigned)).isEqualTo(Uuid.ZERO_UUID);
        assertThat(assigned.getStoppingOffset()).isEmpty();
    }

    @Test
    void progressIsKeptToo() throws IOException {
        PartitionProgress progress = new PartitionProgress();
        progress.advance(new Progress(1, 2, 900));
        progress.advance(new Progress(0, 2, 700));
        byte[] bytes = serializer.serialize(
                new IdentifiedSplit(new KafkaPartitionSplit(PARTITION, 120), Uuid.randomUuid(), progress));
        PartitionProgress read = IdentifiedSplit.progress(serializer.deserialize(serializer.getVersion(), bytes));
        assertThat(read.watermarkMillis()).isEqualTo(700);
        assertThat(read.advance(new Progress(0, 2, 1000))).isEqualTo(900);
    }

    /** Written by version 101, with the topic's id alone. */
    @Test
    void stateWithoutProgressIsRead() throws IOException {
        byte[] now = serializer.serialize(
                new IdentifiedSplit(new KafkaPartitionSplit(PARTITION, 120), Uuid.ONE_UUID, new PartitionProgress()));
        KafkaPartitionSplit read = serializer.deserialize(101, Arrays.copyOf(now, now.length - 12));
        assertThat(IdentifiedSplit.topicId(read)).isEqualTo(Uuid.ONE_UUID);
        assertThat(IdentifiedSplit.progress(read).watermarkMillis()).isEqualTo(Long.MIN_VALUE);
    }
}
