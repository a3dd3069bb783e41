package io.leeway.sources.kafka;

import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.Uuid;

/** A partition and the id of its topic, which its position belongs to. */
final class IdentifiedSplit extends KafkaPartitionSplit {
    private final Uuid topicId;

    IdentifiedSplit(KafkaPartitionSplit split, Uuid topicId) {
        super(
                split.getTopicPartition(),
                split.getStartingOffset(),
                split.getStoppingOffset().orElse(NO_STOPPING_OFFSET));
        this.topicId = topicId;
    }

    /** The id that is known of a split's topic; {@link Uuid#ZERO_UUID} where none is. */
    static Uuid topicId(KafkaPartitionSplit split) {
        return split instanceof IdentifiedSplit identified ? identified.topicId : Uuid.ZERO_UUID;
    }
}
