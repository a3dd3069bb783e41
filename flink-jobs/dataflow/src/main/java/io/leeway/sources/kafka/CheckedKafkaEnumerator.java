package io.leeway.sources.kafka;

import io.leeway.sources.base.ForwardingEnumerator;
import io.leeway.sources.base.ForwardingEnumeratorContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;

/**
 * An enumerator that tells readers without a partition that none is meant for them: else they would
 * hold back the watermark of all for ever.
 */
final class CheckedKafkaEnumerator
        extends ForwardingEnumerator<KafkaPartitionSplit, KafkaSourceEnumState, KafkaSourceEnumState> {
    /** Makes the enumerator to be wrapped. */
    @FunctionalInterface
    interface Factory {
        SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> apply(
                SplitEnumeratorContext<KafkaPartitionSplit> context) throws Exception;
    }

    private final Context context;

    private CheckedKafkaEnumerator(
            SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> enumerator, Context context) {
        super(enumerator);
        this.context = context;
        context.afterwards = this::settle;
    }

    /** Around the enumerator that this makes. */
    static CheckedKafkaEnumerator of(SplitEnumeratorContext<KafkaPartitionSplit> context, Factory enumerator)
            throws Exception {
        Context watched = new Context(context);
        return new CheckedKafkaEnumerator(enumerator.apply(watched), watched);
    }

    @Override
    public void addSplitsBack(List<KafkaPartitionSplit> splits, int subtask) {
        context.supplied.remove(subtask);
        super.addSplitsBack(splits, subtask);
        settle();
    }

    @Override
    public void addReader(int subtask) {
        context.supplied.remove(subtask);
        super.addReader(subtask);
        settle();
    }

    @Override
    public KafkaSourceEnumState snapshotState(long checkpointId) throws Exception {
        return enumerator.snapshotState(checkpointId);
    }

    /** A reader that was restored with partitions passes it over. */
    private void settle() {
        if (!discovered()) {
            return;
        }
        for (int subtask : context.registeredReaders().keySet()) {
            if (context.supplied.add(subtask)) {
                context.sendEventToSourceReader(subtask, new NoPartitions());
            }
        }
    }

    private boolean discovered() {
        try {
            return enumerator.snapshotState(-1).initialDiscoveryFinished();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot ask which partitions are known", e);
        }
    }

    private static final class Context extends ForwardingEnumeratorContext<KafkaPartitionSplit> {
        /** Readers that were assigned a partition, or notified that there is none for them. */
        private final Set<Integer> supplied = new HashSet<>();

        private Runnable afterwards = () -> {};

        private Context(SplitEnumeratorContext<KafkaPartitionSplit> context) {
            super(context);
        }

        @Override
        public void assignSplits(SplitsAssignment<KafkaPartitionSplit> assignment) {
            supplied.addAll(assignment.assignment().keySet());
            super.assignSplits(assignment);
        }

        @Override
        public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
            super.callAsync(callable, handler.andThen((found, failure) -> afterwards.run()));
        }

        @Override
        public <T> void callAsync(
                Callable<T> callable, BiConsumer<T, Throwable> handler, long initialDelayMillis, long periodMillis) {
            super.callAsync(
                    callable, handler.andThen((found, failure) -> afterwards.run()), initialDelayMillis, periodMillis);
        }
    }
}
