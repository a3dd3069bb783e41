package io.leeway.cli.topics;

import io.leeway.cli.console.UserError;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.KafkaFailure;
import io.leeway.topics.ServedTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** A shop's topics at its brokers. The caller closes it. */
public final class ShopTopics implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaConnection kafka;
    private final Admin admin;

    /** Those that this connection names. */
    public ShopTopics(KafkaConnection kafka) {
        this.kafka = kafka;
        try {
            this.admin = kafka.admin(PATIENCE);
        } catch (KafkaException e) {
            throw error(e);
        }
    }

    /**
     * How new topics are made.
     *
     * @param partitions of topics that are not compacted; 0: as the brokers have it
     * @param replicas 0: as the brokers have it
     */
    public record Shape(int partitions, int replicas, Duration keep, Duration keepEvents) {
        public static final Shape DEFAULTS = new Shape(0, 0, Duration.ofDays(400), Duration.ofDays(30));

        public Shape {
            if (partitions < 0 || replicas < 0 || keep.isNegative() || keepEvents.isNegative()) {
                throw new IllegalArgumentException("Expected no negative partitions, replicas and times to keep");
            }
        }
    }

    /** Makes those that are absent; gives their names on the cluster. */
    public List<String> create(Shape shape) {
        return asking(() -> {
            Set<String> there = answer(admin.listTopics().names());
            List<String> created = new ArrayList<>();
            for (TopicRequirement each : TopicRequirement.all()) {
                String name = kafka.name(each.topic());
                if (!there.contains(name) && create(each, name, shape)) {
                    created.add(name);
                }
            }
            ServedTopics.await(admin, created, PATIENCE);
            return created;
        });
    }

    private boolean create(TopicRequirement topic, String name, Shape shape)
            throws ExecutionException, InterruptedException, TimeoutException {
        int partitions = topic.changes() ? 1 : shape.partitions();
        NewTopic made = new NewTopic(
                        name,
                        partitions == 0 ? Optional.empty() : Optional.of(partitions),
                        shape.replicas() == 0 ? Optional.empty() : Optional.of((short) shape.replicas()))
                .configs(topic.settings(shape.keep(), shape.keepEvents()));
        try {
            answer(admin.createTopics(List.of(made)).all());
            return true;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw new UserError(
                    KafkaFailure.line(kafka, AclOperation.CREATE, List.of(name), failed)
                            .orElseGet(() -> "Expected brokers at " + kafka + " that make topic " + name + ", found: "
                                    + failed.getMessage() + "; check their logs"),
                    failed);
        }
    }

    /** The names on the cluster of those that are absent. */
    List<String> absent() {
        return asking(() -> {
            Set<String> there = answer(admin.listTopics().names());
            return TopicRequirement.all().stream()
                    .map(each -> kafka.name(each.topic()))
                    .filter(name -> !there.contains(name))
                    .toList();
        });
    }

    int brokers() {
        return asking(() -> answer(admin.describeCluster().nodes()).size());
    }

    /** What the brokers keep of transactions, as far as the client may ask. */
    TransactionState transactions() {
        return asking(() -> {
            List<ConfigResource> brokers = answer(admin.describeCluster().nodes()).stream()
                    .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
                    .toList();
            Map<String, TopicState> settings = new HashMap<>();
            for (Map.Entry<ConfigResource, KafkaFuture<Config>> each :
                    admin.describeConfigs(brokers).values().entrySet()) {
                settings.put(each.getKey().name(), new TopicState(0, 0, settings(each.getValue())));
            }
            return new TransactionState(brokers.size(), settings, transactionLog());
        });
    }

    private @Nullable TopicState transactionLog() throws ExecutionException, InterruptedException, TimeoutException {
        String name = TransactionState.TOPIC;
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        try {
            TopicDescription described =
                    answer(admin.describeTopics(List.of(name)).allTopicNames()).get(name);
            KafkaFuture<Config> settings =
                    admin.describeConfigs(List.of(topic)).values().get(topic);
            return described == null || settings == null ? null : state(described, settings);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException
                    || failed.getCause() instanceof AuthorizationException) {
                return null;
            }
            throw failed;
        }
    }

    private static TopicState state(TopicDescription topic, KafkaFuture<Config> settings)
            throws ExecutionException, InterruptedException, TimeoutException {
        return new TopicState(
                topic.partitions().size(),
                topic.partitions().stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0),
                settings(settings));
    }

    /** Those that are there, by their names without prefix. */
    Map<String, TopicState> states() {
        return asking(() -> {
            Set<String> there = answer(admin.listTopics().names());
            Map<String, String> names = new HashMap<>();
            TopicRequirement.all().forEach(each -> names.put(kafka.name(each.topic()), each.topic()));
            names.keySet().retainAll(there);
            Map<String, TopicDescription> described =
                    answer(admin.describeTopics(names.keySet()).allTopicNames());
            List<ConfigResource> resources = names.keySet().stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            Map<ConfigResource, KafkaFuture<Config>> configs =
                    admin.describeConfigs(resources).values();
            Map<String, TopicState> states = new HashMap<>();
            for (Map.Entry<ConfigResource, KafkaFuture<Config>> each : configs.entrySet()) {
                String name = each.getKey().name();
                TopicDescription topic = described.get(name);
                if (topic != null) {
                    states.put(names.getOrDefault(name, name), state(topic, each.getValue()));
                }
            }
            return states;
        });
    }

    private static Map<String, String> settings(KafkaFuture<Config> asked)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, String> settings = new HashMap<>();
        try {
            answer(asked).entries().forEach(entry -> {
                if (entry.value() != null) {
                    settings.put(entry.name(), entry.value());
                }
            });
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof AuthorizationException)) {
                throw failed;
            }
        }
        return settings;
    }

    /** What an admin client is asked. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws ExecutionException, InterruptedException, TimeoutException;
    }

    Admin admin() {
        return admin;
    }

    /**
     * The answer.
     *
     * @throws UserError when there is none
     */
    <T> T asking(Question<T> question) {
        try {
            return question.ask();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw error(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("Interrupted while asking " + kafka, e);
        }
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private UserError error(Exception failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        return new UserError(
                KafkaFailure.line(kafka, failure)
                        .orElseGet(() -> "Expected brokers at " + kafka + " that answer, found: " + cause.getMessage()
                                + "; check --bootstrap and that they run"),
                failure);
    }

    @Override
    public void close() {
        admin.close();
    }
}
