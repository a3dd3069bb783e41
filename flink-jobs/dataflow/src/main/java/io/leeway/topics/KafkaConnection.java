package io.leeway.topics;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.internal.FlinkKafkaInternalProducer;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a Kafka cluster, and a shop's names there: the only place that constructs Kafka
 * clients, sources and sinks, so that a security setting given here applies to all of them. The
 * caller closes what it gets. Immutable.
 *
 * @param bootstrapServers host:port of brokers, separated by commas
 * @param configFile absolute path of a file with properties of every client, which each process
 *     reads where it makes a client; null: none. Of its values none is serialized
 * @param clientProperties more of them, which count before the file's; they may come from a user's
 *     table, so {@link #toString} leaves them out
 * @param topics the shop's names on the cluster
 */
public record KafkaConnection(
        String bootstrapServers, @Nullable String configFile, Map<String, String> clientProperties, Topics topics)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final Pattern USER_NAME = Pattern.compile("\\busername\\s*=\\s*\"([^\"]*)\"");

    public KafkaConnection {
        requireNonNull(bootstrapServers, "bootstrapServers");
        requireNonNull(topics, "topics");
        clientProperties = Map.copyOf(clientProperties);
        if (clientProperties.containsKey(BOOTSTRAP)) {
            throw new IllegalArgumentException(
                    "Expected the brokers once, found " + BOOTSTRAP + " among the properties");
        }
    }

    /** A connection that needs no more than the brokers' addresses. */
    public static KafkaConnection to(String bootstrapServers) {
        return new KafkaConnection(bootstrapServers, null, Map.of(), Topics.PLAIN);
    }

    /** A connection from the properties of a client, {@code bootstrap.servers} among them. */
    public static KafkaConnection of(Map<String, String> properties, @Nullable String configFile) {
        Map<String, String> others = new HashMap<>(properties);
        String bootstrapServers = others.remove(BOOTSTRAP);
        return new KafkaConnection(bootstrapServers == null ? "" : bootstrapServers, configFile, others, Topics.PLAIN);
    }

    /**
     * The same with settings of all clients.
     *
     * @param file of properties; null: none
     * @param settings more of them; no secrets, since these are serialized with a job
     * @throws IllegalArgumentException for a setting that may not be given
     * @throws org.apache.kafka.common.config.ConfigException for a file that may not be used
     */
    public KafkaConnection withClientSettings(@Nullable Path file, Map<String, String> settings) {
        settings.keySet().forEach(KafkaConnection::requireAllowed);
        String path = file == null ? null : file.toAbsolutePath().toString();
        if (path != null) {
            KafkaConfigFile.resolve(path);
        }
        return new KafkaConnection(bootstrapServers, path, settings, topics);
    }

    private static void requireAllowed(String key) {
        String reason = ReservedSettings.reason(key);
        if (reason != null) {
            throw new IllegalArgumentException("Expected no " + key + " with --kafka: " + reason + "; leave it out");
        }
        if (ReservedSettings.isSecret(key)
                || KafkaConfigFile.isProvider(key)
                || KafkaConfigFileProvider.isEndpoint(key)) {
            throw new IllegalArgumentException(
                    "Expected " + key
                            + " in the file of --kafka-config, found it with --kafka, where every process of the machine can read it; move it into the file");
        }
    }

    /** The same with a shop's names. */
    public KafkaConnection withTopics(Topics names) {
        return new KafkaConnection(bootstrapServers, configFile, clientProperties, names);
    }

    /** The name on the cluster of a topic, a consumer group or a transactional id. */
    public String name(String name) {
        return topics.name(name);
    }

    /** Whether anything but the brokers' addresses is given. */
    public boolean hasClientSettings() {
        return configFile != null || !clientProperties.isEmpty();
    }

    /** Whom ACLs name, as far as the settings say. */
    public String principal() {
        Map<String, String> settings =
                new HashMap<>(configFile == null ? Map.of() : KafkaConfigFile.resolve(configFile));
        settings.putAll(clientProperties);
        Matcher user = USER_NAME.matcher(settings.getOrDefault("sasl.jaas.config", ""));
        if (user.find()) {
            return "User:" + user.group(1);
        }
        return settings.containsKey("ssl.keystore.location") || settings.containsKey("ssl.keystore.key")
                ? "of the client's certificate"
                : "of this client";
    }

    /** The properties that Kafka's tables take; those of the file are references to it. */
    public Map<String, String> clientEntries() {
        Map<String, String> all = new HashMap<>(configFile == null ? Map.of() : KafkaConfigFile.references(configFile));
        clientProperties.forEach((key, value) -> all.merge(
                key, value, (ours, given) -> key.equals(KafkaConfigFile.PROVIDERS) ? ours + ',' + given : given));
        return all;
    }

    /** All properties of a client that connects here. */
    public Map<String, Object> properties() {
        return properties(Map.of());
    }

    /** An admin client with Kafka's timeouts. */
    public Admin admin() {
        return Admin.create(properties());
    }

    /** An admin client whose calls end after this time, answered or not. */
    public Admin admin(Duration patience) {
        return Admin.create(properties(timeouts(patience)));
    }

    /** Settings that end a client's call after this time. */
    public static Map<String, Object> timeouts(Duration patience) {
        int millis = (int) patience.toMillis();
        return Map.of("default.api.timeout.ms", millis, "request.timeout.ms", millis);
    }

    /** A consumer of bytes; its settings override the client properties. */
    public KafkaConsumer<byte[], byte[]> consumer(Map<String, ?> settings) {
        return new KafkaConsumer<>(properties(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A producer of bytes; its settings override the client properties. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, ?> settings) {
        return new KafkaProducer<>(properties(settings), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Commits a transaction of Flink's sink that was pre-committed and not committed, as a job does
     * that is restored.
     *
     * @param id its transactional id, with the prefix
     * @param producerId of the producer that began it
     * @param epoch of that producer
     * @throws org.apache.kafka.common.KafkaException when the brokers refuse, or do not answer
     *     within this time
     */
    public void commitTransaction(String id, long producerId, short epoch, Duration patience) {
        Properties settings = new Properties();
        settings.putAll(properties(timeouts(patience)));
        settings.put("max.block.ms", Long.toString(patience.toMillis()));
        settings.put("delivery.timeout.ms", Long.toString(patience.toMillis() * 2));
        settings.put("key.serializer", ByteArraySerializer.class.getName());
        settings.put("value.serializer", ByteArraySerializer.class.getName());
        try (FlinkKafkaInternalProducer<byte[], byte[]> producer = new FlinkKafkaInternalProducer<>(settings, id)) {
            producer.resumeTransaction(producerId, epoch);
            producer.commitTransaction();
        }
    }

    /**
     * A source of committed records of these topics, unbounded and from the beginning of the topics
     * unless the builder is changed. It fails where its position is no longer in a partition: see
     * {@code CheckedKafkaSource}.
     */
    public <T> KafkaSourceBuilder<T> source(
            String group, List<String> read, KafkaRecordDeserializationSchema<T> records) {
        return KafkaSource.<T>builder()
                .setBootstrapServers(bootstrapServers)
                .setTopics(read.stream().map(this::name).toList())
                .setGroupId(name(group))
                .setStartingOffsets(new UnresetOffsets(OffsetsInitializer.earliest()))
                .setProperty("isolation.level", "read_committed")
                .setProperties(javaProperties(clientEntries()))
                .setDeserializer(records);
    }

    /** A sink without a guarantee, a prefix and a serializer yet; its settings give way to the client properties. */
    public <T> KafkaSinkBuilder<T> sink(Map<String, String> settings) {
        Properties producer = javaProperties(settings);
        producer.putAll(clientEntries());
        return KafkaSink.<T>builder().setBootstrapServers(bootstrapServers).setKafkaProducerConfig(producer);
    }

    private static Properties javaProperties(Map<String, String> entries) {
        Properties properties = new Properties();
        properties.putAll(entries);
        return properties;
    }

    private Map<String, Object> properties(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(clientEntries());
        all.putAll(settings);
        all.put(BOOTSTRAP, bootstrapServers);
        return all;
    }

    @Override
    public String toString() {
        return bootstrapServers;
    }
}
