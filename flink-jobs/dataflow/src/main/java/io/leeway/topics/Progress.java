package io.leeway.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.SinkRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * How far the writer of a topic is, as a record in each partition of it: every record of this
 * subtask up to the watermark precedes this one in the partition.
 *
 * <p>On the topic it is a tombstone under a key of its own, which readers that know nothing of it
 * pass over, with the header {@value #HEADER}. It is written in the transaction of the records that
 * it speaks of.
 *
 * @param subtask of the writer, from 0
 * @param parallelism of the writer: those of its subtasks together are the topic's progress
 * @param watermarkMillis in event time
 */
public record Progress(int subtask, int parallelism, long watermarkMillis) {
    /** The header that makes a record one of progress. */
    public static final String HEADER = "leeway-progress";

    /** No user id begins like this: the first character is the control character 0. */
    private static final String KEY = "\0leeway.progress/";

    private static final ObjectMapper JSON = new ObjectMapper();

    public Progress {
        if (subtask < 0 || subtask >= parallelism) {
            throw new IllegalArgumentException(
                    "Expected a subtask from 0 to " + (parallelism - 1) + ", found " + subtask);
        }
    }

    /** On its way to a partition of a topic; {@link #producerRecord} makes it a tombstone. */
    public SinkRecord to(String topic, int partition) {
        ObjectNode progress = JSON.createObjectNode()
                .put("subtask", subtask)
                .put("parallelism", parallelism)
                .put("watermark", Instant.ofEpochMilli(watermarkMillis).toString())
                .put("partition", partition);
        return SinkRecord.of(
                topic,
                (KEY + subtask).getBytes(StandardCharsets.UTF_8),
                progress.toString().getBytes(StandardCharsets.UTF_8),
                watermarkMillis);
    }

    /** The record for Kafka where a record to be sent is one of progress, else null. */
    public static @Nullable ProducerRecord<byte[], byte[]> producerRecord(String topic, SinkRecord record) {
        byte[] value = record.value();
        if (value == null || !isProgress(record.key())) {
            return null;
        }
        try {
            int partition = JSON.readTree(value).required("partition").asInt();
            return new ProducerRecord<>(topic, partition, record.key(), null, List.of(new RecordHeader(HEADER, value)));
        } catch (IOException e) {
            throw new IllegalArgumentException("Expected a record of progress, found another", e);
        }
    }

    /** Whether a key is that of progress, and not a user. */
    public static boolean isProgress(byte @Nullable [] key) {
        return key != null
                && key.length > KEY.length()
                && new String(key, 0, KEY.length(), StandardCharsets.ISO_8859_1).equals(KEY);
    }

    /**
     * What a record says of progress; empty for every other record.
     *
     * @throws IllegalArgumentException for a header that cannot be read
     */
    public static Optional<Progress> of(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(HEADER);
        if (header == null) {
            return Optional.empty();
        }
        try {
            JsonNode progress = JSON.readTree(header.value());
            return Optional.of(new Progress(
                    progress.required("subtask").asInt(),
                    progress.required("parallelism").asInt(),
                    Instant.parse(progress.required("watermark").asText()).toEpochMilli()));
        } catch (IOException | DateTimeParseException unreadable) {
            throw new IllegalArgumentException(
                    "Expected progress in the header " + HEADER + ", found "
                            + new String(header.value(), StandardCharsets.UTF_8),
                    unreadable);
        }
    }
}
