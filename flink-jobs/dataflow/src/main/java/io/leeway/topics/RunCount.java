package io.leeway.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.records.SinkRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * How many records a subtask of a bounded run has written, as its last record. Each record that it
 * counts has the run in the header {@value #RUN}.
 *
 * <p>On {@link Topics#TALLIES} it is a tombstone under a key of its own, which readers that know
 * nothing of it pass over, with the header {@value #HEADER}.
 *
 * @param run the run's own name
 * @param subtask of the writer, from 0
 * @param parallelism of the writer: so many of these there are when all has been committed
 * @param records all that the subtask has written, without this one
 */
public record RunCount(String run, int subtask, int parallelism, long records) {
    /** The header that says of which run a record is. */
    public static final String RUN = "leeway-run";

    /** The header that makes a record one of a count. */
    public static final String HEADER = "leeway-run-count";

    /** No user id begins like this: the first character is the control character 0. */
    private static final String KEY = "\0leeway.run/";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** On its way to the topic; {@link #producerRecord} makes it a tombstone. */
    public SinkRecord toSinkRecord() {
        String count = JSON.createObjectNode()
                .put("run", run)
                .put("subtask", subtask)
                .put("parallelism", parallelism)
                .put("records", records)
                .toString();
        return SinkRecord.of(
                Topics.TALLIES,
                (KEY + run + '/' + subtask).getBytes(StandardCharsets.UTF_8),
                count.getBytes(StandardCharsets.UTF_8),
                0);
    }

    /** The record for Kafka where a record to be sent is a count, else null. */
    public static @Nullable ProducerRecord<byte[], byte[]> producerRecord(String topic, SinkRecord record) {
        byte[] key = record.key();
        boolean isCount =
                key != null && record.value() != null && new String(key, StandardCharsets.UTF_8).startsWith(KEY);
        return isCount
                ? new ProducerRecord<>(topic, null, null, key, null, List.of(new RecordHeader(HEADER, record.value())))
                : null;
    }

    /** Says on a record's headers of which run it is. */
    public static void mark(Headers headers, String run) {
        headers.add(RUN, run.getBytes(StandardCharsets.US_ASCII));
    }

    /** The run that counts a record as one of its own; empty for every other record. */
    public static Optional<String> runOf(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(RUN);
        return Optional.ofNullable(header).map(run -> new String(run.value(), StandardCharsets.US_ASCII));
    }

    /**
     * What a record says of a run; empty for every other record.
     *
     * @throws IllegalArgumentException for a header that cannot be read
     */
    public static Optional<RunCount> of(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(HEADER);
        if (header == null) {
            return Optional.empty();
        }
        try {
            JsonNode count = JSON.readTree(header.value());
            return Optional.of(new RunCount(
                    count.required("run").asText(),
                    count.required("subtask").asInt(),
                    count.required("parallelism").asInt(),
                    count.required("records").asLong()));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "Expected a count in the header " + HEADER + ", found "
                            + new String(header.value(), StandardCharsets.UTF_8),
                    unreadable);
        }
    }
}
