package io.leeway.releases.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a record about releases: Ed25519 over the topic and the value, in a header.
 *
 * <p>The topic is signed too, so that what was signed for one shop or purpose counts in no other.
 * The key of the record is not: what it says is in the value.
 */
public final class RecordSignature {
    /** The header's name. */
    public static final String HEADER = "leeway-signature";

    static final String ALGORITHM = "Ed25519";

    private static final byte[] DOMAIN = "leeway release record 1\0".getBytes(UTF_8);

    private RecordSignature() {}

    /** Adds the signature of a process that has a key. */
    public static ProducerRecord<byte[], byte[]> signed(
            ProducerRecord<byte[], byte[]> record, @Nullable SigningKey key) {
        if (key != null) {
            record.headers().add(HEADER, key.sign(record.topic(), record.value()));
        }
        return record;
    }

    /** What a record carries; null where it is unsigned. */
    static byte @Nullable [] of(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(HEADER);
        return header == null ? null : header.value();
    }

    /** What is signed. */
    static byte[] message(String topic, byte[] value) {
        byte[] name = topic.getBytes(UTF_8);
        return ByteBuffer.allocate(DOMAIN.length + Integer.BYTES + name.length + value.length)
                .put(DOMAIN)
                .putInt(name.length)
                .put(name)
                .put(value)
                .array();
    }
}
