package io.leeway.topics;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What a producer and topics take, so that a record is checked before it is sent: one that is
 * refused behind that aborts the transaction of all others.
 *
 * @param requestBytes the producer's {@code max.request.size}
 * @param topics by the name on the cluster; of a topic that is not here, only the producer's limit
 *     is known
 */
public record RecordLimits(int requestBytes, Map<String, TopicLimit> topics) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What Leeway writes is not larger: a dead letter of 64 kB in Base64 with its other fields. */
    public static final int LARGEST_BYTES = 128 * 1024;

    /** A batch's and a record's own fields and Leeway's headers take less. */
    private static final int OVERHEAD_BYTES = 256;

    /** What producers and topics must take: the largest record that Leeway writes. */
    public static final int LEAST_MESSAGE_BYTES = LARGEST_BYTES + OVERHEAD_BYTES;

    /**
     * What a topic takes.
     *
     * @param messageBytes {@code max.message.bytes}
     * @param compacted whether records need a key
     */
    public record TopicLimit(int messageBytes, boolean compacted) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    public RecordLimits {
        topics = Map.copyOf(topics);
    }

    /** The producer's limit alone. */
    public static RecordLimits of(KafkaConnection kafka) {
        String setting = ProducerConfig.MAX_REQUEST_SIZE_CONFIG;
        String file = kafka.configFile();
        Map<String, String> settings = new HashMap<>(file == null ? Map.of() : KafkaConfigFile.resolve(file));
        settings.putAll(kafka.clientProperties());
        Object bytes = settings.containsKey(setting)
                ? ConfigDef.parseType(setting, settings.get(setting), ConfigDef.Type.INT)
                : ProducerConfig.configDef().defaultValues().get(setting);
        return new RecordLimits((Integer) requireNonNull(bytes, setting), Map.of());
    }

    /**
     * The producer's limit and those of topics, by their names without prefix. A topic that is
     * absent or that the client may not ask for (DESCRIBE_CONFIGS) is left out.
     */
    public static RecordLimits ask(Admin admin, KafkaConnection kafka, Collection<String> topics, Duration patience)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<ConfigResource> asked = new ArrayList<>();
        new TreeSet<>(topics)
                .forEach(topic -> asked.add(new ConfigResource(ConfigResource.Type.TOPIC, kafka.name(topic))));
        Map<String, TopicLimit> limits = new HashMap<>();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> each :
                admin.describeConfigs(asked).values().entrySet()) {
            try {
                limits.put(
                        each.getKey().name(), limit(each.getValue().get(patience.toMillis(), TimeUnit.MILLISECONDS)));
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof TopicAuthorizationException
                        || failed.getCause() instanceof ClusterAuthorizationException
                        || failed.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failed;
                }
            }
        }
        return new RecordLimits(of(kafka).requestBytes(), limits);
    }

    private static TopicLimit limit(Config config) {
        ConfigEntry size = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        return new TopicLimit(
                size == null || size.value() == null ? Integer.MAX_VALUE : Integer.parseInt(size.value()),
                policy != null
                        && policy.value() != null
                        && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    /**
     * Why a job must not start: a limit below what Leeway writes, or a topic of counts that deletes
     * all but the newest of them. One line; empty where there is no reason.
     */
    public Optional<String> tooStrict(Topics names) {
        if (requestBytes < LEAST_MESSAGE_BYTES) {
            return Optional.of("Expected a max.request.size of at least " + LEAST_MESSAGE_BYTES + " bytes, found "
                    + requestBytes + "; raise it in --kafka or the file of --kafka-config");
        }
        for (String topic : new TreeSet<>(topics.keySet())) {
            TopicLimit limit = requireNonNull(topics.get(topic));
            if (limit.messageBytes() < LEAST_MESSAGE_BYTES) {
                return Optional.of("Expected topic " + topic + " to have a max.message.bytes of at least "
                        + LEAST_MESSAGE_BYTES + ", found " + limit.messageBytes()
                        + "; raise it, for example with kafka-configs.sh --alter");
            }
            if (limit.compacted() && Topics.NEVER_COMPACTED.contains(names.topic(topic))) {
                return Optional.of(
                        "Expected topic " + topic
                                + " with cleanup.policy=delete, found it compacted; of a key the newest record alone would stay, and its readers need all: alter the policy, for example with kafka-configs.sh --alter");
            }
            if (!limit.compacted() && names.topic(topic).equals(Topics.ERASED)) {
                return Optional.of(
                        "Expected topic " + topic
                                + " with cleanup.policy=compact, found it deletes records by their age: erasures would be forgotten; alter the policy, for example with kafka-configs.sh --alter");
            }
        }
        return Optional.empty();
    }

    /**
     * Why a record must not be sent; null where it may.
     *
     * @param topic its name on the cluster
     */
    public @Nullable String refusal(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        long size = OVERHEAD_BYTES + (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
        TopicLimit limit = topics.get(topic);
        if (size > requestBytes) {
            return size + " bytes, above the producer's max.request.size of " + requestBytes;
        }
        if (limit == null) {
            return null;
        }
        if (size > limit.messageBytes()) {
            return size + " bytes, above the topic's max.message.bytes of " + limit.messageBytes();
        }
        return limit.compacted() && key == null ? "no key, which a compacted topic requires" : null;
    }
}
