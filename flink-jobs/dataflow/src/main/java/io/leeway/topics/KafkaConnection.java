package io.leeway.topics;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How to reach a Kafka cluster: the only place that constructs Kafka clients, sources and sinks, so that a security
 * setting given here applies to all of them. The caller closes what it gets. Immutable.
 *
 * @param bootstrapServers host:port of brokers, separated by commas
 * @param clientProperties of every client, for example {@code security.protocol}; may hold passwords, so
 *     {@link #toString} leaves them out
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> clientProperties) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String BOOTSTRAP = "bootstrap.servers";

    public KafkaConnection {
        requireNonNull(bootstrapServers, "bootstrapServers");
        clientProperties = Map.copyOf(clientProperties);
        if (clientProperties.containsKey(BOOTSTRAP)) {
            throw new IllegalArgumentException(
                    "Expected the brokers once, found " + BOOTSTRAP + " among the properties");
        }
    }

    /** A connection that needs no more than the brokers' addresses. */
    public static KafkaConnection to(String bootstrapServers) {
        return new KafkaConnection(bootstrapServers, Map.of());
    }

    /** A connection from the properties of a client, {@code bootstrap.servers} among them. */
    public static KafkaConnection of(Map<String, String> properties) {
        Map<String, String> others = new HashMap<>(properties);
        String bootstrapServers = others.remove(BOOTSTRAP);
        return new KafkaConnection(bootstrapServers == null ? "" : bootstrapServers, others);
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

    /** A source of committed records, unbounded and from the beginning of the topics unless the builder is changed. */
    public <T> KafkaSourceBuilder<T> source(
            String group, List<String> topics, KafkaRecordDeserializationSchema<T> records) {
        return KafkaSource.<T>builder()
                .setBootstrapServers(bootstrapServers)
                .setTopics(topics)
                .setGroupId(group)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setProperty("isolation.level", "read_committed")
                .setProperties(javaProperties(clientProperties))
                .setDeserializer(records);
    }

    /** A sink without a guarantee, a prefix and a serializer yet; its settings give way to the client properties. */
    public <T> KafkaSinkBuilder<T> sink(Map<String, String> settings) {
        Properties producer = javaProperties(settings);
        producer.putAll(clientProperties);
        return KafkaSink.<T>builder().setBootstrapServers(bootstrapServers).setKafkaProducerConfig(producer);
    }

    private static Properties javaProperties(Map<String, String> entries) {
        Properties properties = new Properties();
        properties.putAll(entries);
        return properties;
    }

    private Map<String, Object> properties(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(clientProperties);
        all.putAll(settings);
        all.put(BOOTSTRAP, bootstrapServers);
        return all;
    }

    @Override
    public String toString() {
        return bootstrapServers;
    }
}
