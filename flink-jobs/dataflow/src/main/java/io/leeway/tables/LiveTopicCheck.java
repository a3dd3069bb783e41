package io.leeway.tables;

import io.leeway.sources.base.StartCheck;
import io.leeway.sources.kafka.TopicGapCheck;
import io.leeway.topics.KafkaConnection;
import java.io.Serial;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka table's topics must begin at or before the switch. Looked at when the job starts and
 * again at the switch: meanwhile the brokers may have deleted records.
 *
 * @param topics empty: those that the pattern matches
 */
record LiveTopicCheck(KafkaConnection kafka, List<String> topics, String topicPattern, Instant switchAt)
        implements StartCheck {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String ADDRESS = "'live.properties.bootstrap.servers' and 'live.topic'";

    /**
     * The check of a Kafka table with these options; null where it is its user's own choice that it
     * begins elsewhere.
     */
    static @Nullable LiveTopicCheck of(Map<String, String> options, Instant switchAt) {
        String mode = options.getOrDefault("scan.startup.mode", "timestamp");
        if (!mode.equals("timestamp") && !mode.equals("earliest-offset")) {
            return null;
        }
        Map<String, String> properties = KafkaTableOptions.properties(options);
        // The check commits nothing and joins no group.
        properties.remove("group.id");
        String topics = options.getOrDefault("topic", "");
        return new LiveTopicCheck(
                KafkaConnection.of(properties, null),
                topics.isEmpty() ? List.of() : List.of(topics.split(";", -1)),
                options.getOrDefault("topic-pattern", ""),
                switchAt);
    }

    @Override
    public void check() {
        new TopicGapCheck(kafka, named(), switchAt, "'switch.at'", ADDRESS).check();
    }

    private List<String> named() {
        if (!topics.isEmpty()) {
            return topics;
        }
        Pattern pattern = Pattern.compile(topicPattern);
        try (Admin admin = kafka.admin()) {
            return admin.listTopics().names().get().stream()
                    .filter(topic -> pattern.matcher(topic).matches())
                    .toList();
        } catch (java.util.concurrent.ExecutionException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlinkRuntimeException("Interrupted while asking for topics", e);
        }
    }

    private RuntimeException unreachable(Exception cause) {
        return new FlinkRuntimeException(
                "Expected Kafka brokers that answer at " + kafka + " and have the topics "
                        + (topics.isEmpty() ? topicPattern : topics) + ", found: " + cause.getMessage()
                        + "; check " + ADDRESS,
                cause);
    }
}
