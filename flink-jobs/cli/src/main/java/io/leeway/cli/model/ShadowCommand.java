package io.leeway.cli.model;

import io.leeway.records.ReleaseRole;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leeway model shadow}. */
@Command(
        name = "shadow",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Has a version score beside the one that decides; its scores go to leeway.scores.shadow and nobody acts on them.",
        footer = {"", "Example:", "  leeway model shadow churn 2 --models models"})
final class ShadowCommand implements Callable<Integer> {
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
                version.version(), ReleaseRole.SHADOW, 1, spec.commandLine().getOut());
        return 0;
    }
}
