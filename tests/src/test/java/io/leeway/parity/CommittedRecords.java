package io.leeway.parity;

import io.leeway.topics.Progress;
import io.leeway.topics.TombstoneTime;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a job adds to the topics it writes, as a consumer sees it that reads committed records only. */
final class CommittedRecords implements AutoCloseable {
    static final List<String> TOPICS =
            List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_EMPTY_POLLS = 100;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();

    CommittedRecords(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        for (String topic : TOPICS) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads all that was committed since the call before. */
    Outcome next() {
        Outcome outcome = new Outcome();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        int empty = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            int records = 0;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                records++;
                take(record, outcome);
            }
            empty = records == 0 ? empty + 1 : 0;
            if (empty > MOST_EMPTY_POLLS) {
                throw new IllegalStateException(
                        "Expected to read up to " + ends + ", found no record any more; is a transaction open?");
            }
        }
        return outcome;
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Outcome outcome) {
        if (Progress.isProgress(record.key())) {
            return;
        }
        if (record.value() == null) {
            String user = new String(record.key(), StandardCharsets.UTF_8);
            outcome.addTombstone(record.topic(), user, TombstoneTime.of(record));
        } else {
            outcome.add(record.topic(), record.value());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
