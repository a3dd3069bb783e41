package io.leeway.cli.topics;

import io.leeway.cli.options.PrintingCommand;
import picocli.CommandLine.Command;

/** {@code leeway topics}: the topics of Leeway's jobs. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Makes the topics of all jobs as they should be, or says what differs; lists and ends open transactions.",
        footer = {
            "",
            "Examples:",
            "  leeway topics create --bootstrap kafka:9092 --partitions 12 --replicas 3",
            "  leeway topics check --bootstrap kafka:9092 --kafka-config /etc/leeway/client.properties",
            "  leeway topics transactions --bootstrap kafka:9092 --checkpoints run/checkpoints"
        },
        subcommands = {TopicsCreateCommand.class, TopicsCheckCommand.class, TopicsTransactionsCommand.class})
public final class TopicsCommand extends PrintingCommand {
    @Override
    public Integer call() {
        return printHelp();
    }
}
