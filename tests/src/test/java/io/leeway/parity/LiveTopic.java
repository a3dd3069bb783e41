package io.leeway.parity;

import io.leeway.local.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills a topic with all live records at once. */
final class LiveTopic {
    static final int PARTITIONS = 4;

    private LiveTopic() {}

    /** Creates and fills it. Timestamps are the arrivals, which never fall within a partition; a heartbeat of each stands at its begin and its end. */
    static void fill(EmbeddedBroker broker, String topic, ParityInput input, Iterable<Played> records)
            throws InterruptedException {
        broker.createTopic(topic, PARTITIONS, Map.of());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            beat(producer, topic, input.seam().minus(Duration.ofMinutes(15)).toEpochMilli());
            // The first batches to a new topic may be refused while it comes up, and those behind them taken: nothing
            // may be behind.
            producer.flush();
            int turn = 0;
            for (Played record : records) {
                boolean keyless = record.key() == null;
                producer.send(new ProducerRecord<>(
                        topic,
                        keyless ? (Integer) (turn++ % PARTITIONS) : null,
                        record.arrivalMillis(),
                        keyless ? null : record.key().getBytes(StandardCharsets.UTF_8),
                        record.value()));
            }
            beat(
                    producer,
                    topic,
                    input.end()
                            .plus(input.allowedLateness())
                            .plus(Duration.ofMinutes(1))
                            .toEpochMilli());
            producer.flush();
        }
    }

    private static void beat(KafkaProducer<byte[], byte[]> producer, String topic, long timeMillis) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            byte[] nothing = null;
            producer.send(new ProducerRecord<>(topic, partition, timeMillis, nothing, nothing));
        }
    }
}
