package io.leeway.sources.kafka;

import io.leeway.records.HistoryException;
import io.leeway.sources.base.ForwardingReader;
import io.leeway.sources.base.ReaderAvailability;
import io.leeway.sources.kafka.CheckedKafkaSource.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader that opens a partition when it has seen that the position is still there. Until then the
 * partition is in its snapshots as it came: a missing range is reported once for each time that it
 * is passed over. A reader for which there is no partition is idle.
 */
final class CheckedKafkaReader<T> extends ForwardingReader<T, T, KafkaPartitionSplit> {
    private static final Logger LOG = LoggerFactory.getLogger(CheckedKafkaReader.class);

    /** What partitions hold; empty where the brokers do not answer. */
    interface Brokers extends Function<Collection<TopicPartition>, Optional<Map<TopicPartition, PartitionOffsets>>> {}

    private final Brokers brokers;
    private final Policy<T> policy;
    private final Counter lost;
    private final List<KafkaPartitionSplit> unopened = new ArrayList<>();
    private final Map<TopicPartition, Uuid> topicIds = new HashMap<>();
    private final ReaderAvailability availability = new ReaderAvailability();
    private final @Nullable QuietPartitions quiet;
    private @Nullable ObservedOutput<T> observed;
    private boolean assigned;
    private boolean idle;
    private boolean idleChanged;

    /**
     * In front of the connector's reader.
     *
     * @param quiet reports partitions without records; null: they are not reported
     */
    CheckedKafkaReader(
            SourceReader<T, KafkaPartitionSplit> reader,
            Brokers brokers,
            Policy<T> policy,
            Counter lost,
            @Nullable QuietPartitions quiet) {
        super(reader);
        this.brokers = brokers;
        this.policy = policy;
        this.lost = lost;
        this.quiet = quiet;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        if (idleChanged) {
            idleChanged = false;
            if (idle) {
                output.markIdle();
            } else {
                output.markActive();
            }
        }
        if (!unopened.isEmpty()) {
            open(output);
        }
        try {
            return quiet == null ? reader.pollNext(output) : observe(output, quiet);
        } catch (RuntimeException e) {
            explain(e);
            throw e;
        }
    }

    private InputStatus observe(ReaderOutput<T> output, QuietPartitions partitions) throws Exception {
        ObservedOutput<T> records = observed;
        if (records == null || !records.isOf(output)) {
            records = new ObservedOutput<>(output, partitions);
            observed = records;
        }
        InputStatus status = reader.pollNext(records);
        if (status == InputStatus.NOTHING_AVAILABLE) {
            for (QuietPartitions.Notice notice : partitions.look()) {
                if (notice.quiet()) {
                    LOG.warn(notice.line());
                } else {
                    LOG.info(notice.line());
                }
            }
        }
        return status;
    }

    private void open(ReaderOutput<T> output) {
        Map<TopicPartition, PartitionOffsets> offsets = ask(unopened);
        List<KafkaPartitionSplit> open = new ArrayList<>();
        List<LostRange> ranges = new ArrayList<>();
        for (KafkaPartitionSplit split : unopened) {
            TopicPartition partition = split.getTopicPartition();
            PartitionOffsets now = offsets.get(partition);
            Uuid known = IdentifiedSplit.topicId(split);
            topicIds.put(partition, now == null ? known : now.topicId());
            LostRange range = now == null || split.getStartingOffset() < 0
                    ? null
                    : LostRange.of(
                            partition,
                            split.getStartingOffset(),
                            now,
                            !known.equals(Uuid.ZERO_UUID) && !known.equals(now.topicId()));
            if (range != null) {
                ranges.add(range);
            }
            open.add(range == null ? split : from(range.begin(), split));
            if (quiet != null) {
                quiet.add(partition);
            }
        }
        if (policy.onLostEvents() == OnLostEvents.FAIL && !ranges.isEmpty()) {
            throw ended(ranges.get(0));
        }
        ranges.forEach(range -> report(range, output));
        unopened.clear();
        reader.addSplits(open);
    }

    private static KafkaPartitionSplit from(long offset, KafkaPartitionSplit split) {
        return new KafkaPartitionSplit(
                split.getTopicPartition(),
                offset,
                split.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET));
    }

    private Map<TopicPartition, PartitionOffsets> ask(Collection<KafkaPartitionSplit> splits) {
        return brokers.apply(splits.stream()
                        .map(KafkaPartitionSplit::getTopicPartition)
                        .toList())
                .orElse(Map.of());
    }

    private void report(LostRange range, ReaderOutput<T> output) {
        LOG.error("{}; reading continues at offset {}", range.detail(), range.begin());
        lost.inc(range.atMost());
        CheckedKafkaSource.Report<T> report = policy.report();
        if (report != null) {
            output.collect(report.apply(range));
        }
    }

    /**
     * A position that was overtaken while it was read: the job ends with the range, or is restarted
     * and continues.
     */
    private void explain(RuntimeException failure) {
        OffsetOutOfRangeException overtaken = ExceptionUtils.findThrowable(failure, OffsetOutOfRangeException.class)
                .orElse(null);
        if (overtaken == null || policy.onLostEvents() == OnLostEvents.CONTINUE) {
            return;
        }
        Map<TopicPartition, Long> positions = overtaken.offsetOutOfRangePartitions();
        brokers.apply(positions.keySet()).orElse(Map.of()).forEach((partition, now) -> {
            LostRange range = LostRange.of(partition, positions.getOrDefault(partition, 0L), now, false);
            if (range != null) {
                throw ended(range);
            }
        });
    }

    private static RuntimeException ended(LostRange range) {
        return new SuppressRestartsException(new HistoryException(range.message()));
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
        List<KafkaPartitionSplit> splits = new ArrayList<>(unopened);
        reader.snapshotState(checkpointId)
                .forEach(split -> splits.add(new IdentifiedSplit(
                        split,
                        topicIds.getOrDefault(split.getTopicPartition(), Uuid.ZERO_UUID),
                        IdentifiedSplit.progress(split))));
        return splits;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return unopened.isEmpty() && !idleChanged
                ? availability.of(reader.isAvailable())
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
        unopened.addAll(splits);
        assigned = true;
        becomeIdle(false);
        availability.wake();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof NoPartitions) {
            becomeIdle(!assigned);
            availability.wake();
        } else {
            super.handleSourceEvents(event);
        }
    }

    private void becomeIdle(boolean now) {
        idleChanged |= now != idle;
        idle = now;
    }
}
