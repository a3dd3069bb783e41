package io.leeway.cli.topics;

import io.leeway.cli.options.DurationConverter;
import io.leeway.cli.options.PrintingCommand;
import io.leeway.jobs.options.CommitOptions;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes the topics that are absent, and says of each what leeway topics check says. Those that are there stay as they are.",
            "",
            "Releases, the catalogue and campaigns are compacted and have one partition; everything else is deleted by age, since readers need all records."
        },
        footer = {
            "",
            "Examples:",
            "  leeway topics create --bootstrap kafka:9092 --partitions 12 --replicas 3",
            "  leeway topics create --bootstrap kafka:9092 --dry-run"
        })
final class TopicsCreateCommand extends PrintingCommand {
    @Mixin
    private TopicsArguments arguments = new TopicsArguments();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of each new topic that is not compacted. Default: the brokers' num.partitions.")
    private int partitions;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of each partition. Default: the brokers' default.replication.factor.")
    private int replicas;

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            defaultValue = "400d",
            converter = DurationConverter.class,
            description = "For how long what Leeway writes is kept. Default: ${DEFAULT-VALUE}.")
    private Duration keep = ShopTopics.Shape.DEFAULTS.keep();

    @Option(
            names = "--keep-events",
            paramLabel = "TIME",
            defaultValue = "30d",
            converter = DurationConverter.class,
            description = "For how long live events are kept. Default: ${DEFAULT-VALUE}.")
    private Duration keepEvents = ShopTopics.Shape.DEFAULTS.keepEvents();

    @Option(names = "--dry-run", description = "Says which would be made, and makes none.")
    private boolean dryRun;

    @Override
    public Integer call() {
        ShopTopics.Shape shape;
        try {
            shape = new ShopTopics.Shape(partitions, replicas, keep, keepEvents);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec().commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
        try (ShopTopics topics = arguments.topics()) {
            List<String> names = dryRun ? topics.absent() : topics.create(shape);
            names.forEach(name -> out().println((dryRun ? "would create " : "created ") + name));
            return dryRun
                    ? 0
                    : TopicReport.of(topics, CommitOptions.DEFAULTS.transactionTimeout(), TransactionState.OUTAGE)
                            .print(out());
        }
    }
}
