package io.leeway.releases;

import io.leeway.releases.trust.ReleaseTrust;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.ServedTopics;
import io.leeway.topics.Topics;
import java.io.Serializable;
import java.time.Duration;
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
 * @param releases its name on the cluster: one partition, compacted, each record under a key of
 *     its own: nothing in it is ever changed
 * @param status its name on the cluster: the verdicts; as the other
 * @param trust which records count
 */
public record ReleaseTopics(KafkaConnection kafka, String releases, String status, ReleaseTrust trust)
        implements Serializable {
    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

    /** The verdicts are in {@code <releases>.status}. Every record counts. */
    public static ReleaseTopics at(KafkaConnection kafka, String releases) {
        return new ReleaseTopics(kafka, kafka.name(releases), kafka.name(releases + ".status"), ReleaseTrust.OPEN);
    }

    /** The same with other rules of what counts. */
    public ReleaseTopics trusting(ReleaseTrust other) {
        return new ReleaseTopics(kafka, releases, status, other);
    }

    List<TopicPartition> partitions() {
        return List.of(new TopicPartition(releases, 0), new TopicPartition(status, 0));
    }

    /** Creates what is not there yet, the shadows' topic too, with the brokers' replication. */
    public Set<String> create(Duration patience) throws ExecutionException, TimeoutException, InterruptedException {
        Set<String> created = new HashSet<>();
        try (Admin admin = kafka.admin(patience)) {
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

    private NewTopic shadows() {
        return new NewTopic(kafka.name(Topics.SHADOW), Optional.empty(), Optional.empty());
    }

    private static boolean create(Admin admin, NewTopic topic, Duration patience)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            ServedTopics.await(admin, List.of(topic.name()), patience);
            return true;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw failed;
        }
    }
}
