package io.leeway.cli.model;

import io.leeway.cli.options.PrintingCommand;
import picocli.CommandLine.Command;

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
            "  leeway model refuse churn-2-active-1767225600000  # a release that does harm ends at once, for good",
            "  leeway model status"
        },
        subcommands = {
            InitCommand.class,
            KeygenCommand.class,
            RoleCommand.Release.class,
            RoleCommand.Canary.class,
            RoleCommand.Shadow.class,
            RollbackCommand.class,
            RefuseCommand.class,
            StatusCommand.class
        })
public final class ModelCommand extends PrintingCommand {
    @Override
    public Integer call() {
        return printHelp();
    }
}
