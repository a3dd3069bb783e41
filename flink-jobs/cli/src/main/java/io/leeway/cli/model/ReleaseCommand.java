package io.leeway.cli.model;

import io.leeway.records.ReleaseRole;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leeway model release}. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Has a version decide for everybody.",
        footer = {"", "Example:", "  leeway model release churn 2 --models models"})
final class ReleaseCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private VersionArguments version = new VersionArguments();

    @Mixin
    private ReleasePublication publication = new ReleasePublication();

    @Override
    public Integer call() {
        publication.publish(
                version.version(), ReleaseRole.ACTIVE, 1, spec.commandLine().getOut());
        return 0;
    }
}
