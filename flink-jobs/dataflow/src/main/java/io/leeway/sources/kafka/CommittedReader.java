package io.leeway.sources.kafka;

import io.leeway.sources.base.ForwardingReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Gives values, and watermarks of each partition as its writer reported them. What is known of the
 * progress is in the snapshots.
 */
final class CommittedReader<T> extends ForwardingReader<Committed<T>, T, KafkaPartitionSplit> {
    private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();
    private final List<KafkaPartitionSplit> added = new ArrayList<>();
    private final boolean unwrittenIsIdle;
    private @Nullable CommittedOutput<T> behind;

    /**
     * In front of this reader.
     *
     * @param unwrittenIsIdle whether a partition without any progress holds nothing back
     */
    CommittedReader(SourceReader<Committed<T>, KafkaPartitionSplit> reader, boolean unwrittenIsIdle) {
        super(reader);
        this.unwrittenIsIdle = unwrittenIsIdle;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        CommittedOutput<T> values = behind;
        if (values == null || !values.isOf(output)) {
            values = new CommittedOutput<>(output, progress);
            behind = values;
        }
        for (KafkaPartitionSplit split : added) {
            long known = progress(split.getTopicPartition()).watermarkMillis();
            SourceOutput<T> partition = output.createOutputForSplit(split.splitId());
            if (known != Long.MIN_VALUE) {
                partition.emitWatermark(new Watermark(known));
            } else if (unwrittenIsIdle) {
                // Until its first watermark.
                partition.markIdle();
            }
        }
        added.clear();
        return reader.pollNext(values);
    }

    private PartitionProgress progress(TopicPartition partition) {
        return progress.computeIfAbsent(partition, unknown -> new PartitionProgress());
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
        for (KafkaPartitionSplit split : splits) {
            progress.put(split.getTopicPartition(), IdentifiedSplit.progress(split));
        }
        added.addAll(splits);
        super.addSplits(splits);
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
        return super.snapshotState(checkpointId).stream()
                .<KafkaPartitionSplit>map(split -> new IdentifiedSplit(
                        split,
                        IdentifiedSplit.topicId(split),
                        progress(split.getTopicPartition()).copy()))
                .toList();
    }
}
