package io.leeway.cli.topics;

import io.leeway.cli.console.QuietLogs;
import io.leeway.jobs.KafkaArguments;
import io.leeway.topics.KafkaConnection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose topics. */
final class TopicsArguments {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Kafka brokers. Default: ${DEFAULT-VALUE}.")
    private String bootstrap = "localhost:9092";

    @Mixin
    private KafkaArguments kafka = new KafkaArguments();

    ShopTopics topics() {
        return new ShopTopics(connection());
    }

    KafkaConnection connection() {
        QuietLogs.kafka();
        return kafka.connection(bootstrap);
    }
}
