package io.leeway.sources.kafka;

import io.leeway.sources.base.ForwardingOutput;
import io.leeway.sources.base.ForwardingSourceOutput;
import io.leeway.topics.Progress;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reader's output, which makes watermarks of progress. */
final class CommittedOutput<T> extends ForwardingOutput<Committed<T>, T> {
    private static final Logger LOG = LoggerFactory.getLogger(CommittedOutput.class);
    private static final int WITHOUT_PROGRESS = 10_000;

    private final Map<TopicPartition, PartitionProgress> progress;

    /**
     * In front of this output.
     *
     * @param progress of the partitions by now; it is kept up to date
     */
    CommittedOutput(ReaderOutput<T> output, Map<TopicPartition, PartitionProgress> progress) {
        super(output);
        this.progress = progress;
    }

    @Override
    public SourceOutput<Committed<T>> createOutputForSplit(String splitId) {
        TopicPartition partition = progress.keySet().stream()
                .filter(each -> each.toString().equals(splitId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Expected a partition that was added, found " + splitId));
        return new OfPartition<>(output.createOutputForSplit(splitId), partition, progress);
    }

    @Override
    public void collect(Committed<T> record) {
        throw new UnsupportedOperationException("Each record is of a partition");
    }

    @Override
    public void collect(Committed<T> record, long timestamp) {
        collect(record);
    }

    private static final class OfPartition<T> extends ForwardingSourceOutput<Committed<T>, T> {
        private final SourceOutput<T> output;
        private final TopicPartition partition;
        private final Map<TopicPartition, PartitionProgress> progress;
        private int withoutProgress;

        private OfPartition(
                SourceOutput<T> output, TopicPartition partition, Map<TopicPartition, PartitionProgress> progress) {
            super(output);
            this.output = output;
            this.partition = partition;
            this.progress = progress;
        }

        @Override
        public void collect(Committed<T> record) {
            collect(record, Long.MIN_VALUE);
        }

        @Override
        public void collect(Committed<T> record, long timestamp) {
            if (record instanceof Committed.Mark<T> mark) {
                advance(mark.progress());
            } else if (record instanceof Committed.Value<T> value) {
                output.collect(value.value(), timestamp);
                warnWithoutProgress();
            }
        }

        private void advance(Progress mark) {
            PartitionProgress known = progress.get(partition);
            if (known != null) {
                long before = known.watermarkMillis();
                long now = known.advance(mark);
                if (now > before) {
                    output.emitWatermark(new Watermark(now));
                }
            }
            withoutProgress = -1;
        }

        private void warnWithoutProgress() {
            if (withoutProgress >= 0 && ++withoutProgress == WITHOUT_PROGRESS) {
                LOG.warn(
                        "Partition {} gave {} records without its writer's progress: nothing is decided on them until"
                                + " the job that writes it runs Leeway 0.2 or later",
                        partition,
                        WITHOUT_PROGRESS);
            }
        }
    }
}
