package io.leeway.sources.seam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumStateSerializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SeamStateSerializerTest {
    private static final Instant SEAM = Instant.parse("2026-02-14T00:00:00.000000001Z");
    private static final KafkaPartitionSplit SPLIT =
            new KafkaPartitionSplit(new TopicPartition("leeway.events", 3), 120);

    private final KafkaSourceEnumStateSerializer connector = new KafkaSourceEnumStateSerializer();
    private final SeamStateSerializer<KafkaSourceEnumState> serializer = new SeamStateSerializer<>(connector);
    private final KafkaSourceEnumState assigned = new KafkaSourceEnumState(List.of(SPLIT), List.of(), true);

    @Test
    void theSeamIsKeptToTheNanosecondBesideTheSourcesState() throws IOException {
        byte[] bytes = serializer.serialize(new SeamState<>(SEAM, assigned));
        SeamState<KafkaSourceEnumState> read = serializer.deserialize(serializer.getVersion(), bytes);
        assertThat(read.seam()).isEqualTo(SEAM);
        assertThat(read.source().assignedSplits()).containsExactly(SPLIT);
    }

    @Test
    void stateOfTheSourceAloneIsReadWithoutASeam() throws IOException {
        SeamState<KafkaSourceEnumState> read =
                serializer.deserialize(connector.getVersion(), connector.serialize(assigned));
        assertThat(read.seam()).isNull();
        assertThat(read.source().assignedSplits()).containsExactly(SPLIT);
    }
}
