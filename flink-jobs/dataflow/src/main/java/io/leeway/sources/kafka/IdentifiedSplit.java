package io.leeway.sources.kafka;

import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.Uuid;

/**
 * A partition, the id of its topic, which its position belongs to, and what was read of its writer's
 * progress.
 */
final class IdentifiedSplit extends KafkaPartitionSplit {
    private final Uuid topicId;
    private final PartitionProgress progress;

    IdentifiedSplit(KafkaPartitionSplit split, Uuid topicId, PartitionProgress progress) {
        super(
                split.getTopicPartition(),
                split.getStartingOffset(),
                split.getStoppingOffset().orElse(NO_STOPPING_OFFSET));
        this.topicId = topicId;
        this.progress = progress;
    }

    /** The id that is known of a split's topic; {@link Uuid#ZERO_UUID} where none is. */
    static Uuid topicId(KafkaPartitionSplit split) {
        return split instanceof IdentifiedSplit identified ? identified.topicId : Uuid.ZERO_UUID;
    }

    /** A copy of what is known of the progress. */
    static PartitionProgress progress(KafkaPartitionSplit split) {
        return split instanceof IdentifiedSplit identified ? identified.progress.copy() : new PartitionProgress();
    }
}
