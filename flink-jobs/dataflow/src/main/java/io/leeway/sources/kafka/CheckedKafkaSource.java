package io.leeway.sources.kafka;

import io.leeway.sources.base.StartCheck;
import io.leeway.topics.KafkaConnection;
import java.io.Serial;
import java.io.Serializable;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The connector's source, which never skips records that were deleted before it read them.
 *
 * <p>The plain one jumps to the end of a partition, or to its beginning, when its position is no
 * longer there: after an outage longer than the retention, or when the topic was created again. This
 * one ends the job for good with the missing range, or continues from the partition's first record and
 * reports the range. Readers keep the topic's id beside their positions, and look at both whenever
 * they are given a partition. State that was written by the plain source is read.
 */
public final class CheckedKafkaSource<T>
        implements Source<T, KafkaPartitionSplit, KafkaSourceEnumState>, ResultTypeQueryable<T> {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What a reader does about a range that is missing. */
    record Policy<T>(OnLostEvents onLostEvents, @Nullable Report<T> report) implements Serializable {}

    /** A record that reports a missing range to those who read the source. */
    @FunctionalInterface
    public interface Report<T> extends Function<LostRange, T>, Serializable {}

    private final KafkaSource<T> source;
    private final KafkaConnection kafka;
    private final Policy<T> policy;
    private final List<StartCheck> checks;
    private final boolean part;
    private final boolean live;

    private CheckedKafkaSource(
            KafkaSource<T> source,
            KafkaConnection kafka,
            Policy<T> policy,
            List<StartCheck> checks,
            boolean part,
            boolean live) {
        this.source = source;
        this.kafka = kafka;
        this.policy = policy;
        this.checks = List.copyOf(checks);
        this.part = part;
        this.live = live;
    }

    /**
     * The source with a policy.
     *
     * @param source as the connection built it: without a reset of offsets
     * @param report makes a record of a missing range; null: a log line and a metric alone
     * @param checks what has to hold when the topic is read from its beginning, or from the seam
     */
    public static <T> CheckedKafkaSource<T> of(
            KafkaSource<T> source,
            KafkaConnection kafka,
            OnLostEvents onLostEvents,
            @Nullable Report<T> report,
            List<StartCheck> checks) {
        return new CheckedKafkaSource<>(source, kafka, new Policy<>(onLostEvents, report), checks, false, false);
    }

    /**
     * The same as a part of a hybrid source, whose readers may be at another part still: they are
     * not notified that there is no partition for them.
     */
    public CheckedKafkaSource<T> asPart() {
        return new CheckedKafkaSource<>(source, kafka, policy, checks, true, live);
    }

    /**
     * The same of a topic that always has records: partitions without are logged, and a metric says
     * how far each is behind.
     */
    public CheckedKafkaSource<T> live() {
        return new CheckedKafkaSource<>(source, kafka, policy, checks, part, true);
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SourceReader<T, KafkaPartitionSplit> createReader(SourceReaderContext context) throws Exception {
        return new CheckedKafkaReader<>(
                source.createReader(context),
                partitions -> PartitionOffsets.of(kafka, partitions),
                policy,
                context.metricGroup().counter("leeway_lost_events"),
                live ? new QuietPartitions(context.metricGroup(), Clock.systemUTC()) : null);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) throws Exception {
        checks.forEach(StartCheck::check);
        return enumerator(context, source::createEnumerator);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState checkpoint) throws Exception {
        return enumerator(context, watched -> source.restoreEnumerator(watched, checkpoint));
    }

    private SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> enumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, CheckedKafkaEnumerator.Factory factory)
            throws Exception {
        return part ? factory.apply(context) : CheckedKafkaEnumerator.of(context, factory);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return new IdentifiedSplitSerializer(source.getSplitSerializer());
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return source.getProducedType();
    }
}
