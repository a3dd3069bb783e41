package io.leeway.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.releases.trust.RecordSignature;
import io.leeway.releases.trust.SigningKey;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Releases and verdicts as they are written by hand into their topics.
 *
 * @param keys the folder of the private keys
 * @param seam when the releases are said to be issued
 * @param from the instant of the good release, whose name some of these take
 */
record ForgedRecords(Path keys, Instant seam, Instant from) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Gives the offsets of those that are unsigned, or of a key or a place that is not trusted. */
    List<Long> write(String servers, ReleasedModels models, ReleasedModels elsewhere) throws Exception {
        List<Long> refused = new ArrayList<>();
        ObjectNode good = release(models, 2);
        try (KafkaProducer<byte[], byte[]> producer =
                KafkaConnection.to(servers).producer(Map.of())) {
            refused.add(write(producer, Topics.RELEASES, good.deepCopy().put("id", "by-unsigned"), null));
            refused.add(write(producer, Topics.RELEASES, good.deepCopy().put("id", "by-mallory"), "mallory"));
            refused.add(write(producer, Topics.RELEASES, good.deepCopy().put("id", "by-trainer"), "trainer"));
            refused.add(write(
                    producer,
                    Topics.RELEASES,
                    release(elsewhere, 3).put("id", "by-location").put("version", 3),
                    "alice"));
            String known = "churn-2-canary-" + from.toEpochMilli();
            refused.add(write(
                    producer, Topics.RELEASES, good.deepCopy().put("id", known).put("version", 9), null));
            // These have a right to be published, and are wrong.
            write(
                    producer,
                    Topics.RELEASES,
                    good.deepCopy()
                            .put("id", "by-oldest")
                            .put(
                                    "issuedAt",
                                    Instant.ofEpochMilli(Long.MIN_VALUE).toString()),
                    "alice");
            write(
                    producer,
                    Topics.RELEASES,
                    good.deepCopy().put("id", "by-digestless").put("digest", ""),
                    "alice");
            ObjectNode verdict = JSON.createObjectNode()
                    .put("release", known)
                    .put("model", "churn")
                    .put("version", 2)
                    .put("status", "refused")
                    .put("reason", "Expected no trust, found some");
            write(producer, Topics.RELEASES + ".status", verdict, null);
            write(producer, Topics.RELEASES + ".status", verdict, "mallory");
        }
        return refused;
    }

    private ObjectNode release(ReleasedModels models, long version) throws Exception {
        String digest = JSON.readTree(models.folder()
                        .resolve("churn/" + version + "/manifest.json")
                        .toFile())
                .path("digest")
                .asText();
        return JSON.createObjectNode()
                .put("model", "churn")
                .put("version", version)
                .put("digest", digest)
                .put("location", models.folder().toString())
                .put("role", "active")
                .put("effectiveFrom", from.plusSeconds(60).toString())
                .put("issuedAt", seam.toString())
                .put("note", "");
    }

    private long write(KafkaProducer<byte[], byte[]> producer, String topic, ObjectNode value, @Nullable String signer)
            throws Exception {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, 0, ("by hand " + value.hashCode()).getBytes(UTF_8), JSON.writeValueAsBytes(value));
        Future<RecordMetadata> sent = producer.send(
                RecordSignature.signed(record, signer == null ? null : SigningKey.read(keys.resolve(signer + ".key"))));
        return sent.get().offset();
    }
}
