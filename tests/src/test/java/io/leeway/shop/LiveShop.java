package io.leeway.shop;

import io.leeway.local.EmbeddedBroker;
import io.leeway.simulator.planting.LiveRecord;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The small shop's live records in a topic, all at once, and the topics that a scoring job writes. */
public final class LiveShop {
    private LiveShop() {}

    /** Creates the topics, and plays what happens after the seam into {@code live}. */
    public static void play(EmbeddedBroker broker, SmallShop small, int partitions) throws InterruptedException {
        play(broker, small, partitions, Topics.PLAIN);
    }

    /** The same with names of the shop's own. */
    public static void play(EmbeddedBroker broker, SmallShop small, int partitions, Topics names)
            throws InterruptedException {
        play(broker, small, partitions, names, Map.of());
    }

    /** The same with settings of the topic {@code live}. */
    public static void play(
            EmbeddedBroker broker, SmallShop small, int partitions, Topics names, Map<String, String> settings)
            throws InterruptedException {
        String topic = names.name("live");
        for (String output : List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES)) {
            broker.createTopic(names.name(output), partitions, Map.of());
        }
        broker.createTopic(topic, partitions, settings);
        send(broker, small, topic, partitions);
    }

    /** Plays what happens after the seam into a topic that is there. */
    public static void send(EmbeddedBroker broker, SmallShop small, String topic, int partitions) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            // Partitions that begin before the seam, or there would be a gap.
            beat(producer, topic, small.seam().minus(Duration.ofMinutes(15)), partitions);
            for (Iterator<LiveRecord> live = small.shop().live(); live.hasNext(); ) {
                LiveRecord record = live.next();
                String user = record.userId();
                byte[] key = user == null ? null : user.getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, null, record.arrivalMillis(), key, record.value()));
            }
            beat(producer, topic, small.end(), partitions);
        }
    }

    private static void beat(KafkaProducer<byte[], byte[]> producer, String topic, Instant time, int partitions) {
        byte[] nothing = null;
        for (int partition = 0; partition < partitions; partition++) {
            producer.send(new ProducerRecord<>(topic, partition, time.toEpochMilli(), nothing, nothing));
        }
    }
}
