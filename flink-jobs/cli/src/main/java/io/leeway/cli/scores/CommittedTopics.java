package io.leeway.cli.scores;

import io.leeway.cli.console.UserError;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.KafkaFailure;
import io.leeway.topics.OpenTransaction;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads topics from their beginning to their end, as a consumer sees them that reads committed records only.
 *
 * <p>The auditor reads by this class and not by the sources of the jobs: a fault in those, such as a record that is
 * skipped, would otherwise be repeated by what is to find it. It shares with them only {@link KafkaConnection}, the
 * address and the security settings of the cluster.
 */
public final class CommittedTopics {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int CALL_MILLIS = 15_000;
    private static final Duration STALL = Duration.ofSeconds(60);

    private CommittedTopics() {}

    /**
     * Hands every committed record to the reader, partition by partition in order, tombstones too.
     *
     * @param settle how long to wait for open transactions to end before the topics are taken as
     *     they are
     * @return what lies behind a transaction still open after that
     * @throws UserError when the broker does not answer, a topic is absent or reading makes no
     *     progress
     */
    public static Unread readAll(
            KafkaConnection kafka,
            List<String> topics,
            Duration settle,
            Clock clock,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka);
                KafkaConsumer<byte[], byte[]> everything = consumer(kafka, IsolationLevel.READ_UNCOMMITTED)) {
            List<TopicPartition> partitions = partitions(consumer, kafka, topics);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long settledBy = clock.millis() + settle.toMillis();
            long stalledAt = clock.millis() + STALL.toMillis();
            while (true) {
                Map<TopicPartition, Long> written = everything.endOffsets(partitions);
                Map<TopicPartition, Long> committed = consumer.endOffsets(partitions);
                boolean progress = false;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    reader.accept(record);
                    progress = true;
                }
                long unread = unread(consumer, committed);
                long open = unread(consumer, written);
                long now = clock.millis();
                stalledAt = progress ? now + STALL.toMillis() : stalledAt;
                if (unread == 0 && open == 0) {
                    return Unread.NONE;
                }
                if (unread == 0 && now >= settledBy) {
                    return new Unread(open, behind(consumer, written));
                }
                if (unread > 0 && now >= stalledAt) {
                    throw stalled(topics, unread);
                }
            }
        } catch (KafkaException e) {
            throw unreadable(kafka, topics, e);
        }
    }

    /**
     * Hands every record to the reader that is in a topic now, of transactions too that are open or
     * were aborted: for who asks what there is, and not what counts.
     *
     * @throws UserError as above
     */
    public static void readWritten(
            KafkaConnection kafka, String topic, Clock clock, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka, IsolationLevel.READ_UNCOMMITTED)) {
            List<TopicPartition> partitions = partitions(consumer, kafka, List.of(topic));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> written = consumer.endOffsets(partitions);
            long stalledAt = clock.millis() + STALL.toMillis();
            while (unread(consumer, written) > 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    reader.accept(record);
                    stalledAt = clock.millis() + STALL.toMillis();
                }
                if (clock.millis() >= stalledAt) {
                    throw stalled(List.of(topic), unread(consumer, written));
                }
            }
        } catch (KafkaException e) {
            throw unreadable(kafka, List.of(topic), e);
        }
    }

    private static UserError stalled(List<String> topics, long unread) {
        return new UserError("Expected to read " + topics + " to the end, found no record for " + STALL.toSeconds()
                + " s with " + unread + " to go; see whether the broker still runs");
    }

    private static UserError unreadable(KafkaConnection kafka, List<String> topics, KafkaException e) {
        return new UserError(
                KafkaFailure.line(
                                kafka,
                                AclOperation.READ,
                                topics.stream().map(kafka::name).toList(),
                                e)
                        .orElse("Expected a Kafka broker at " + kafka + ", found: " + e.getMessage()
                                + "; start it or name another with --bootstrap"),
                e);
    }

    /**
     * Records that cannot be read, committed or not.
     *
     * @param partitions those with an open transaction before them
     */
    public record Unread(long records, List<TopicPartition> partitions) {
        static final Unread NONE = new Unread(0, List.of());

        /** The transactions that are open there, by name; asks the brokers. */
        public String transactions(KafkaConnection kafka, Clock clock) {
            return records == 0 ? "" : OpenTransaction.names(kafka, partitions, clock.instant());
        }
    }

    /** A consumer of committed records without a group; the caller closes it. */
    public static KafkaConsumer<byte[], byte[]> consumer(KafkaConnection kafka) {
        return consumer(kafka, IsolationLevel.READ_COMMITTED);
    }

    /** The partitions of topics, named without prefix, that must be there. */
    public static List<TopicPartition> partitions(
            KafkaConsumer<byte[], byte[]> consumer, KafkaConnection kafka, List<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            String name = kafka.name(topic);
            List<PartitionInfo> found = found(consumer, kafka, name);
            for (PartitionInfo partition : found) {
                partitions.add(new TopicPartition(name, partition.partition()));
            }
            if (found.isEmpty()) {
                throw new UserError("Expected the topic " + name + " at " + kafka
                        + ", found none of that name; create it, or name the broker that has it");
            }
        }
        return partitions;
    }

    private static List<PartitionInfo> found(
            KafkaConsumer<byte[], byte[]> consumer, KafkaConnection kafka, String topic) {
        try {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            return found == null ? List.of() : found;
        } catch (TimeoutException e) {
            throw new UserError(
                    "Expected a Kafka broker at " + kafka + ", found none that answers within " + CALL_MILLIS / 1000
                            + " s; start it or correct the address",
                    e);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaConnection kafka, IsolationLevel isolation) {
        return kafka.consumer(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation.name().toLowerCase(Locale.ROOT),
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                100,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                2_000,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                CALL_MILLIS));
    }

    private static List<TopicPartition> behind(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .filter(end -> end.getValue() > consumer.position(end.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static long unread(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }
}
