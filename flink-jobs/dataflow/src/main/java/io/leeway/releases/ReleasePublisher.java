package io.leeway.releases;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writes releases. Of two under one id the first holds, for every reader. */
public final class ReleasePublisher {
    private ReleasePublisher() {}

    /**
     * Returns when the brokers have it.
     *
     * @throws KafkaException when they do not answer
     */
    public static void publish(ReleaseTopics topics, ModelRelease release) throws InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer =
                topics.kafka().producer(Map.of("acks", "all", "max.block.ms", 30_000))) {
            producer.send(new ProducerRecord<>(
                            topics.releases(),
                            0,
                            Math.max(0, release.issuedAtMillis()),
                            ReleaseLog.newKey(release.id()),
                            ReleaseJson.encode(release)))
                    .get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known
                    ? known
                    : new KafkaException("The release could not be written", failed.getCause());
        }
    }
}
