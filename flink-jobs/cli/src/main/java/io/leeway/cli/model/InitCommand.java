package io.leeway.cli.model;

import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leeway model init}. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Creates the topics of releases, of verdicts and of shadows' scores, with the brokers' replication; those that are there stay.",
        footer = {"", "Example:", "  leeway model init --bootstrap kafka:9092"})
final class InitCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private ControlTopic control = new ControlTopic();

    @Override
    public Integer call() {
        Set<String> created = control.create();
        PrintWriter out = spec.commandLine().getOut();
        out.println(created.isEmpty() ? "all topics are there" : "created " + String.join(", ", created));
        out.flush();
        return 0;
    }
}
