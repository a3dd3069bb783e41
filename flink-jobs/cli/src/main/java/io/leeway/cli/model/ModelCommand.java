package io.leeway.cli.model;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leeway model}: what serves, and from when on something else does. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Releases models to scoring jobs that run with --releases: no restart, no score lost or doubled.",
            "",
            "A release takes effect at an instant of event time. Before that the job loads the version, checks every file against its digest, the operations against"
                    + " the allow-list and the answers against the golden rows, and says whether it takes it. One that it refuses changes nothing."
        },
        footer = {
            "",
            "Examples:",
            "  leeway model init                                # once: the topics",
            "  leeway model shadow churn 2 --models models      # scores beside the active version, decides nothing",
            "  leeway model canary churn 2 --share 0.1 --models models",
            "  leeway model release churn 2 --models models     # for everybody",
            "  leeway model rollback churn                      # the canary ends, or the version before comes back",
            "  leeway model status"
        },
        subcommands = {
            InitCommand.class,
            ReleaseCommand.class,
            CanaryCommand.class,
            ShadowCommand.class,
            RollbackCommand.class,
            StatusCommand.class
        })
public final class ModelCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Without a subcommand: the help. */
    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        spec.commandLine().usage(out);
        out.flush();
    }
}
