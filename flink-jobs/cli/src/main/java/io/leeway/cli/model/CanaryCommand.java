package io.leeway.cli.model;

import io.leeway.records.ReleaseRole;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leeway model canary}. */
@Command(
        name = "canary",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Has a version decide for a share of the users, always the same ones.",
            "",
            "`leeway guard` watches it, and takes it back by itself when its scores stray or prove worse."
        },
        footer = {"", "Example:", "  leeway model canary churn 2 --share 0.1 --models models"})
final class CanaryCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private VersionArguments version = new VersionArguments();

    @Option(
            names = "--share",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "Of the users, above 0 and at most 1. Default: ${DEFAULT-VALUE}.")
    private double share = 0.05;

    @Mixin
    private ReleasePublication publication = new ReleasePublication();

    @Override
    public Integer call() {
        publication.publish(
                version.version(), ReleaseRole.CANARY, share, spec.commandLine().getOut());
        return 0;
    }
}
