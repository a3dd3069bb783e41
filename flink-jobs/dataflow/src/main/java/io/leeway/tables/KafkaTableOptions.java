package io.leeway.tables;

import io.leeway.topics.KafkaConnection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.kafka.common.config.ConfigException;

/** Options of a Kafka table in which one may name a file with properties of Kafka clients. */
final class KafkaTableOptions {
    static final ConfigOption<String> KAFKA_CONFIG = ConfigOptions.key("kafka-config")
            .stringType()
            .noDefaultValue()
            .withDescription(
                    "A file with properties of Kafka clients, as the jobs' --kafka-config. Each worker reads it at this path.");

    private static final String KAFKA = "kafka";
    private static final String PROPERTIES = "properties.";

    private KafkaTableOptions() {}

    /**
     * Options that Flink's Kafka table knows: for each property of the file a reference, which the
     * clients resolve. Properties that the table names itself count before the file's.
     */
    static Map<String, String> expanded(Map<String, String> options) {
        String file = options.get(KAFKA_CONFIG.key());
        boolean withFile = KafkaFileTableFactory.IDENTIFIER.equals(options.get(FactoryUtil.CONNECTOR.key()));
        if (file == null) {
            if (withFile) {
                throw new ValidationException("Expected the option " + KAFKA_CONFIG.key() + " with '"
                        + KafkaFileTableFactory.IDENTIFIER
                        + "', found none; name a file with properties of Kafka clients, or use 'kafka'");
            }
            return options;
        }
        Map<String, String> expanded = new HashMap<>(options);
        if (withFile) {
            expanded.put(FactoryUtil.CONNECTOR.key(), KAFKA);
        }
        expanded.remove(KAFKA_CONFIG.key());
        try {
            KafkaConnection.of(
                            properties(expanded), Path.of(file).toAbsolutePath().toString())
                    .clientEntries()
                    .forEach((key, value) -> expanded.put(PROPERTIES + key, value));
        } catch (ConfigException wrong) {
            throw new ValidationException(String.valueOf(wrong.getMessage()), wrong);
        }
        return expanded;
    }

    /** The properties of clients among the options of a table. */
    static Map<String, String> properties(Map<String, String> options) {
        Map<String, String> properties = new HashMap<>();
        options.forEach((key, value) -> {
            if (key.startsWith(PROPERTIES)) {
                properties.put(key.substring(PROPERTIES.length()), value);
            }
        });
        return properties;
    }
}
