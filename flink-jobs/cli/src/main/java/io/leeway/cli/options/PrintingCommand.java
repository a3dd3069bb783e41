package io.leeway.cli.options;

import io.leeway.cli.console.VisibleWriter;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that prints by picocli's writers, so that nothing it shows acts on a terminal. */
public abstract class PrintingCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any method is called
    private CommandSpec spec;

    protected final CommandSpec spec() {
        return spec;
    }

    protected final PrintWriter out() {
        return new VisibleWriter(spec.commandLine().getOut());
    }

    protected final PrintWriter err() {
        return new VisibleWriter(spec.commandLine().getErr());
    }

    /** For a command that has only subcommands. */
    protected final int printHelp() {
        PrintWriter plain = spec.commandLine().getOut();
        spec.commandLine().usage(plain);
        plain.flush();
        return 0;
    }
}
