package io.leeway.cli.model;

import io.leeway.cli.options.PrintingCommand;
import io.leeway.records.ReleaseRole;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leeway model release}, {@code canary} and {@code shadow}: a version in a role. */
abstract class RoleCommand extends PrintingCommand {

    private final ReleaseRole role;

    @Mixin
    private VersionArguments version = new VersionArguments();

    @Mixin
    private ReleasePublication publication = new ReleasePublication();

    private RoleCommand(ReleaseRole role) {
        this.role = role;
    }

    /** The share of users, above 0 and at most 1. */
    double share() {
        return 1;
    }

    @Override
    public Integer call() {
        publication.publish(version.version(), role, share(), out());
        return 0;
    }

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Has a version decide for all users.",
            footer = {"", "Example:", "  leeway model release churn 2 --models models"})
    static final class Release extends RoleCommand {
        Release() {
            super(ReleaseRole.ACTIVE);
        }
    }

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
    static final class Canary extends RoleCommand {

        @Option(
                names = "--share",
                order = -2, // before the options of the other roles
                paramLabel = "SHARE",
                defaultValue = "0.05",
                description = "Of the users, above 0 and at most 1. Default: ${DEFAULT-VALUE}.")
        private double share = 0.05;

        Canary() {
            super(ReleaseRole.CANARY);
        }

        @Override
        double share() {
            return share;
        }
    }

    @Command(
            name = "shadow",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description =
                    "Has a version score beside the one that decides; its scores go to leeway.scores.shadow and nothing acts on them.",
            footer = {"", "Example:", "  leeway model shadow churn 2 --models models"})
    static final class Shadow extends RoleCommand {
        Shadow() {
            super(ReleaseRole.SHADOW);
        }
    }
}
