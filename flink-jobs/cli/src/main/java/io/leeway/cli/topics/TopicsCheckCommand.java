package io.leeway.cli.topics;

import io.leeway.cli.options.DurationConverter;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.jobs.options.CommitOptions;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says of each topic whether it is there and as it should be. Exit code 1: a job does not start with it, or goes wrong.",
            "",
            "What could be better, such as a short retention, is said and is no error. Settings need DESCRIBE_CONFIGS on the topics.",
            "",
            "Of the brokers it looks at what transactions rest on: transaction.max.timeout.ms, transactional.id.expiration.ms, and replicas and"
                    + " min.insync.replicas of __transaction_state. These need DESCRIBE_CONFIGS on the cluster and on that topic."
        },
        footer = {
            "",
            "Examples:",
            "  leeway topics check --bootstrap kafka:9092",
            "  leeway topics check --bootstrap kafka:9092 --transaction-timeout 10m --longest-outage 3d"
        })
final class TopicsCheckCommand extends PrintingCommand {
    @Mixin
    private TopicsArguments arguments = new TopicsArguments();

    @Option(
            names = "--transaction-timeout",
            paramLabel = "TIME",
            defaultValue = "15m",
            converter = DurationConverter.class,
            description = "The longest that a job has. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = CommitOptions.DEFAULTS.transactionTimeout();

    @Option(
            names = "--longest-outage",
            paramLabel = "TIME",
            defaultValue = "7d",
            converter = DurationConverter.class,
            description =
                    "For so long a job may be down and start again from its checkpoint. Default: ${DEFAULT-VALUE}.")
    private Duration outage = TransactionState.OUTAGE;

    @Override
    public Integer call() {
        try (ShopTopics topics = arguments.topics()) {
            return TopicReport.of(topics, timeout, outage).print(out());
        }
    }
}
