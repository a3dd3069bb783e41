package io.leeway.cli.topics;

import io.leeway.cli.options.PrintingCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says of each topic whether it is there and as it should be. Exit code 1: a job does not start with it, or goes wrong.",
            "",
            "What could be better, such as a short retention, is said and is no error. Settings need DESCRIBE_CONFIGS on the topics."
        },
        footer = {"", "Example:", "  leeway topics check --bootstrap kafka:9092"})
final class TopicsCheckCommand extends PrintingCommand {
    @Mixin
    private TopicsArguments arguments = new TopicsArguments();

    @Override
    public Integer call() {
        try (ShopTopics topics = arguments.topics()) {
            return TopicReport.of(topics).print(out());
        }
    }
}
