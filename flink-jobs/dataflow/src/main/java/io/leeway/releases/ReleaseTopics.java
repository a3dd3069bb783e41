package io.leeway.releases;

import io.leeway.records.SinkRecord;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics of releases and verdicts.
 *
 * @param bootstrapServers the brokers
 * @param releases one partition, compacted, keyed by release: nothing in it is ever changed
 * @param status one partition, compacted, keyed by release: the verdicts
 */
public record ReleaseTopics(String bootstrapServers, String releases, String status) implements Serializable {
    /** The topic of releases, unless another is named. */
    public static final String RELEASES = "leeway.releases";

    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

    /** The verdicts are in {@code <releases>.status}. */
    public static ReleaseTopics at(String bootstrapServers, String releases) {
        return new ReleaseTopics(bootstrapServers, releases, releases + ".status");
    }

    List<TopicPartition> partitions() {
        return List.of(new TopicPartition(releases, 0), new TopicPartition(status, 0));
    }

    Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrapServers);
        return properties;
    }

    /**
     * Creates what is not there yet, the shadows' topic too, with the brokers' replication.
     *
     * @return the names that were created
     */
    public Set<String> create(Duration patience) throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, Object> properties = clientProperties();
        properties.put("default.api.timeout.ms", (int) patience.toMillis());
        properties.put("request.timeout.ms", (int) patience.toMillis());
        Set<String> created = new HashSet<>();
        try (Admin admin = Admin.create(properties)) {
            Set<String> there = admin.listTopics().names().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            for (NewTopic topic : List.of(one(releases), one(status), shadows())) {
                if (!there.contains(topic.name()) && create(admin, topic, patience)) {
                    created.add(topic.name());
                }
            }
        }
        return created;
    }

    private static NewTopic one(String name) {
        return new NewTopic(name, 1, (short) -1).configs(COMPACTED);
    }

    private static NewTopic shadows() {
        return new NewTopic(SinkRecord.SHADOW, Optional.empty(), Optional.empty());
    }

    private static boolean create(Admin admin, NewTopic topic, Duration patience)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw failed;
        }
    }
}
