package io.leeway.cli.topics;

import io.leeway.cli.options.PrintingCommand;
import picocli.CommandLine.Command;

/** {@code leeway topics}: the topics of Leeway's jobs. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes the topics of all jobs as they should be, or says what differs.",
        footer = {
            "",
            "Examples:",
            "  leeway topics create --bootstrap kafka:9092 --partitions 12 --replicas 3",
            "  leeway topics check --bootstrap kafka:9092 --kafka-config /etc/leeway/client.properties"
        },
        subcommands = {TopicsCreateCommand.class, TopicsCheckCommand.class})
public final class TopicsCommand extends PrintingCommand {
    @Override
    public Integer call() {
        return printHelp();
    }
}
