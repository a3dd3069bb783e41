package io.leeway.sinks;

import io.leeway.records.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes records that brokers refuse for good from failures that pass. Brokers name the
 * partition but not the record: the largest one to each topic since the last flush is kept, to name
 * it. For the task's thread alone.
 */
final class Refusals {
    private static final List<Class<? extends RuntimeException>> FINAL = List.of(
            RecordTooLargeException.class,
            RecordBatchTooLargeException.class,
            InvalidRecordException.class,
            InvalidTimestampException.class);
    private static final int KEY_CHARACTERS = 100;

    /** How Flink's writer begins, before topic, partition and offset. */
    private static final String SENDING = "Failed to send data to Kafka ";

    private static final Pattern PARTITION = Pattern.compile(SENDING + "(.+)-(-?[0-9]+)@");

    private final Map<String, Sent> largest = new HashMap<>();

    private record Sent(byte @Nullable [] key, int bytes) {}

    void sent(SinkRecord record) {
        byte[] key = record.key();
        byte[] value = record.value();
        int bytes = (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
        Sent before = largest.get(record.topic());
        if (before == null || before.bytes() < bytes) {
            largest.put(record.topic(), new Sent(key, bytes));
        }
    }

    void flushed() {
        largest.clear();
    }

    /** Throws what ends the job where a record was refused for good; else returns. */
    void endFor(Throwable failure) {
        if (ExceptionUtils.findThrowable(failure, SuppressRestartsException.class)
                .isPresent()) {
            return;
        }
        for (Class<? extends RuntimeException> each : FINAL) {
            ExceptionUtils.findThrowable(failure, each).ifPresent(refused -> {
                throw new SuppressRestartsException(new RefusedRecordException(line(failure, refused), failure));
            });
        }
    }

    private String line(Throwable failure, RuntimeException refused) {
        StringBuilder line = new StringBuilder("Expected Kafka to take every record, found one refused (")
                .append(refused.getMessage());
        line.append(')');
        ExceptionUtils.findThrowableWithMessage(failure, SENDING)
                .map(sending -> PARTITION.matcher(String.valueOf(sending.getMessage())))
                .filter(Matcher::find)
                .ifPresent(partition -> name(partition.group(1), line));
        return line.append("; compare the topic's limits with what is written").toString();
    }

    private void name(String topicOnCluster, StringBuilder line) {
        line.append(" by topic ").append(topicOnCluster);
        largest.forEach((topic, sent) -> {
            if (topicOnCluster.endsWith(topic)) {
                line.append("; the largest since the last checkpoint has ")
                        .append(sent.bytes())
                        .append(" bytes and the key ")
                        .append(text(sent.key()));
            }
        });
    }

    /** A key for messages. */
    static String text(byte @Nullable [] key) {
        if (key == null) {
            return "none";
        }
        String text = new String(key, StandardCharsets.UTF_8);
        return text.length() <= KEY_CHARACTERS ? text : text.substring(0, KEY_CHARACTERS) + "…";
    }
}
