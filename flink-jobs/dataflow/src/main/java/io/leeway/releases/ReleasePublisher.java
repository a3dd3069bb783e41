package io.leeway.releases;

import io.leeway.releases.trust.RecordSignature;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writes releases, signed where the topics name a key. Of two under one id the first holds, for every reader. */
public final class ReleasePublisher {
    private ReleasePublisher() {}

    /**
     * Returns when the brokers have it.
     *
     * @return the offset of its record
     * @throws KafkaException when they do not answer
     */
    public static long publish(ReleaseTopics topics, ModelRelease release) throws InterruptedException {
        return publish(
                topics,
                new ProducerRecord<>(
                        topics.releases(),
                        0,
                        Math.max(0, release.issuedAtMillis()),
                        ReleaseLog.newKey(release.id()),
                        ReleaseJson.encode(release)));
    }

    /** The same of what is said of a release. */
    public static void publish(ReleaseTopics topics, ReleaseVerdict verdict) throws InterruptedException {
        publish(
                topics,
                new ProducerRecord<>(
                        topics.status(), 0, ReleaseLog.newKey(verdict.releaseId()), ReleaseJson.encode(verdict)));
    }

    private static long publish(ReleaseTopics topics, ProducerRecord<byte[], byte[]> record)
            throws InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer =
                topics.kafka().producer(Map.of("acks", "all", "max.block.ms", 30_000))) {
            return producer.send(
                            RecordSignature.signed(record, topics.trust().key().orElse(null)))
                    .get()
                    .offset();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known
                    ? known
                    : new KafkaException("The record could not be written", failed.getCause());
        }
    }
}
