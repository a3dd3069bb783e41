package io.leeway.rollout;

import static org.awaitility.Awaitility.await;

import io.leeway.fault.RunOutput;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What runs add to the topics, one after the other, as a reader of committed records sees it. */
final class CommittedRuns {

    private static final List<String> TOPICS =
            List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES);
    private static final List<String> SCORES = List.of(Topics.CHURN, Topics.INTEREST);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final String bootstrapServers;

    CommittedRuns(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Where the topics end, open transactions and all: the next run's records begin there. */
    Map<TopicPartition, Long> ends() {
        try (KafkaConsumer<byte[], byte[]> everything = consumer("read_uncommitted")) {
            return everything.endOffsets(partitions(everything, TOPICS));
        }
    }

    /** All that was committed from there on; waits for open transactions to end. */
    RunOutput since(Map<TopicPartition, Long> begin) {
        Map<TopicPartition, Long> ends = ends();
        return await("no transaction to be open before " + ends)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> read(begin, ends), output -> output.isPresent())
                .orElseThrow();
    }

    /** What is committed by now, whatever is open. */
    RunOutput sofar(Map<TopicPartition, Long> begin) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
            return read(consumer, begin, consumer.endOffsets(begin.keySet()));
        }
    }

    private Optional<RunOutput> read(Map<TopicPartition, Long> begin, Map<TopicPartition, Long> ends) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
            Map<TopicPartition, Long> committed = consumer.endOffsets(begin.keySet());
            return committed.equals(ends) ? Optional.of(read(consumer, begin, ends)) : Optional.empty();
        }
    }

    private static RunOutput read(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> begin, Map<TopicPartition, Long> ends) {
        RunOutput output = RunOutput.empty();
        consumer.assign(begin.keySet());
        begin.forEach(consumer::seek);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.value() != null) {
                    try {
                        output.add(record.topic(), record.value());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }
        return output;
    }

    /** Returns when a score is committed that was not before the call. */
    void awaitNewScore(Duration atMost) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
            List<TopicPartition> partitions = partitions(consumer, SCORES);
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            await("a newly committed score")
                    .atMost(atMost)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .pollInSameThread()
                    .until(() -> !consumer.poll(POLL).isEmpty());
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, List<String> topics) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
