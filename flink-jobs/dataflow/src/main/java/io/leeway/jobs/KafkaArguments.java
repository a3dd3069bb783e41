package io.leeway.jobs;

import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How all that speak to Kafka connect, beside --bootstrap. */
public final class KafkaArguments {
    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "Properties of Kafka clients, such as security.protocol and sasl.jaas.config. Each worker reads the file at this path; with a secret in it, its owner and at most its group may read it.")
    private @Nullable Path file;

    @Option(
            names = "--kafka",
            paramLabel = "KEY=VALUE",
            description = "A property of Kafka clients that is no secret; more than one may be given.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            description =
                    "In front of the name of every topic, consumer group and transactional id, those of other options too: for several shops on one cluster.")
    private String prefix = "";

    /** Whether any of these options is given. */
    boolean isGiven() {
        return file != null || !settings.isEmpty() || !prefix.isEmpty();
    }

    /**
     * The connection to these brokers.
     *
     * @throws JobException when a setting or the file may not be used
     */
    public KafkaConnection connection(String bootstrap) {
        try {
            return JobMain.checked(() -> KafkaConnection.to(bootstrap)
                    .withClientSettings(file, settings)
                    .withTopics(new Topics(prefix)));
        } catch (ConfigException wrong) {
            throw new JobException(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** What this parses to the same connection. */
    static void render(KafkaConnection kafka, ArgumentList to) {
        to.add("--kafka-config", kafka.configFile(), null);
        new TreeMap<>(kafka.clientProperties()).forEach((key, value) -> to.add("--kafka", key + '=' + value, null));
        to.add("--topic-prefix", kafka.topics().prefix(), "");
    }

    /** The arguments, without --bootstrap, that this parses to the same connection. */
    public static List<String> arguments(KafkaConnection kafka) {
        ArgumentList arguments = new ArgumentList();
        render(kafka, arguments);
        return arguments.list();
    }
}
