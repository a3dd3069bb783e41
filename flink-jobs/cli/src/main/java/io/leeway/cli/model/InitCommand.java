package io.leeway.cli.model;

import io.leeway.cli.options.PrintingCommand;
import java.io.PrintWriter;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Creates the topics of releases, of verdicts and of shadows' scores, with the brokers' replication; those that are there stay.",
        footer = {"", "Example:", "  leeway model init --bootstrap kafka:9092"})
final class InitCommand extends PrintingCommand {
    @Mixin
    private ControlTopic control = new ControlTopic();

    @Override
    public Integer call() {
        Set<String> created = control.create();
        PrintWriter out = out();
        out.println(created.isEmpty() ? "all topics are there" : "created " + String.join(", ", created));
        return 0;
    }
}
