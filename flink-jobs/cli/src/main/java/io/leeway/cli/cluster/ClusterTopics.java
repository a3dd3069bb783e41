package io.leeway.cli.cluster;

import io.leeway.cli.console.UserError;
import io.leeway.records.DecisionTopics;
import io.leeway.records.SinkRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics that the scoring job and the decision jobs read and write, at the cluster's broker.
 */
final class ClusterTopics {

    /** Events; as many partitions as a small job may have readers. */
    static final String EVENTS = "leeway.events";

    private static final int EVENT_PARTITIONS = 4;
    private static final int OUT_PARTITIONS = 2;
    private static final int PATIENCE_SECONDS = 30;
    private static final List<String> OUTGOING =
            List.of(SinkRecord.CHURN, SinkRecord.INTEREST, SinkRecord.DEAD_LETTERS, SinkRecord.LATE, SinkRecord.TALLIES);

    private ClusterTopics() {}

    /** Waits until the broker takes them, and makes those that are not there. */
    static void create(String bootstrapServers) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_SECONDS * 1000))) {
            Set<String> there = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            create(admin, there, EVENTS, EVENT_PARTITIONS, Map.of());
            for (String topic : OUTGOING) {
                create(admin, there, topic, OUT_PARTITIONS, Map.of());
            }
            for (String topic : DecisionTopics.ALL) {
                boolean compacted = DecisionTopics.COMPACTED.contains(topic);
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
            throws InterruptedException, ExecutionException {
        if (there.contains(topic)) {
            return;
        }
        try {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
