package io.leeway.cli.cluster;

import io.leeway.cli.console.UserError;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.ServedTopics;
import io.leeway.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics that the scoring job and the decision jobs read and write, at the cluster's broker.
 */
final class ClusterTopics {

    /** Events; as many partitions as a small job may have readers. */
    static final String EVENTS = Topics.EVENTS;

    private static final int EVENT_PARTITIONS = 4;
    private static final int OUT_PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ClusterTopics() {}

    /** Waits until the broker takes them, and makes those that are not there. */
    static void create(String bootstrapServers) throws InterruptedException {
        try (Admin admin = KafkaConnection.to(bootstrapServers).admin(PATIENCE)) {
            Set<String> there = admin.listTopics().names().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            create(admin, there, EVENTS, EVENT_PARTITIONS, Map.of());
            for (String topic : Topics.SCORING) {
                create(admin, there, topic, OUT_PARTITIONS, Map.of());
            }
            for (String topic : Topics.DECIDING) {
                boolean compacted = Topics.COMPACTED.contains(topic);
                create(
                        admin,
                        there,
                        topic,
                        // What changes must be read in order of its changes.
                        compacted ? 1 : OUT_PARTITIONS,
                        compacted ? Map.of("cleanup.policy", "compact") : Map.of());
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new UserError(
                    "Expected the broker at " + bootstrapServers + " to make Leeway's topics, found: " + e.getMessage(),
                    e);
        }
    }

    private static void create(
            Admin admin, Set<String> there, String topic, int partitions, Map<String, String> settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (there.contains(topic)) {
            return;
        }
        try {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
                    .all()
                    .get();
            ServedTopics.await(admin, List.of(topic), PATIENCE);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
