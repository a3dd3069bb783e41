package io.leeway.fault;

import io.leeway.local.EmbeddedBroker;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.LiveRecord;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The live topic of a shop, played at once, and the topics of what leaves. */
record LiveTopics(String bootstrapServers) {
    static final String EVENTS = "leeway.events";
    private static final int PARTITIONS = 2;
    private static final List<String> OUTPUTS =
            List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES);

    static LiveTopics create(EmbeddedBroker broker, SimulatedShop shop) throws InterruptedException {
        broker.createTopic(EVENTS, PARTITIONS, Map.of());
        for (String output : OUTPUTS) {
            broker.createTopic(output, PARTITIONS, Map.of());
        }
        LiveTopics topics = new LiveTopics(broker.bootstrapServers());
        topics.play(shop);
        return topics;
    }

    private void play(SimulatedShop shop) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            long before = shop.settings().seam().minus(Duration.ofMinutes(15)).toEpochMilli();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                // The topic begins before the seam, or the job refuses it.
                producer.send(new ProducerRecord<byte[], byte[]>(EVENTS, partition, before, null, null));
            }
            for (Iterator<LiveRecord> live = shop.live(); live.hasNext(); ) {
                LiveRecord record = live.next();
                String user = record.userId();
                byte[] key = user == null ? null : user.getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(EVENTS, null, record.arrivalMillis(), key, record.value()));
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> outputs() {
        return OUTPUTS.stream()
                .flatMap(
                        topic -> Stream.iterate(0, p -> p + 1).limit(PARTITIONS).map(p -> new TopicPartition(topic, p)))
                .toList();
    }

    /** Where the topics end, open transactions and all: the next run's records begin there. */
    Map<TopicPartition, Long> ends() {
        try (KafkaConsumer<byte[], byte[]> everything = consumer("read_uncommitted")) {
            return everything.endOffsets(outputs());
        }
    }

    /**
     * What was committed from there on.
     *
     * @throws IllegalStateException when a transaction stays open, behind which nothing can be read
     */
    RunOutput committedSince(Map<TopicPartition, Long> begin, Duration patience) throws IOException {
        RunOutput output = RunOutput.empty();
        Map<TopicPartition, Long> ends = ends();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
            consumer.assign(outputs());
            begin.forEach(consumer::seek);
            long deadline = System.nanoTime() + patience.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("Expected no open transaction after the run, found one before "
                            + ends + "; read up to " + consumer.endOffsets(outputs()));
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value() != null) {
                        output.add(record.topic(), record.value());
                    }
                }
            }
        }
        return output;
    }
}
