package io.leeway.cli.topics;

import io.leeway.cli.console.QuietLogs;
import io.leeway.jobs.KafkaArguments;
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
        QuietLogs.kafka();
        return new ShopTopics(kafka.connection(bootstrap));
    }
}
