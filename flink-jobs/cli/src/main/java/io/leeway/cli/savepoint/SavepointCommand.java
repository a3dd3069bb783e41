package io.leeway.cli.savepoint;

import io.leeway.cli.options.PrintingCommand;
import picocli.CommandLine.Command;

/** {@code leeway savepoint}: all that is done with one. */
@Command(
        name = "savepoint",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "Takes savepoints, lists them, looks into them, and starts jobs from them.",
        subcommands = {
            TakeCommand.class,
            ListCommand.class,
            InspectCommand.class,
            RestoreCommand.class,
            BootstrapCommand.class,
        },
        footer = {
            "",
            "Examples:",
            "  leeway savepoint take --to savepoints",
            "  leeway savepoint list savepoints",
            "  leeway savepoint inspect savepoints/savepoint-1a2b3c-4d5e6f --user u42",
            "  leeway savepoint restore savepoints/savepoint-1a2b3c-4d5e6f -- --bootstrap kafka:9092 --seam 2026-01-01T00:00:00Z --models /models",
            "  leeway savepoint bootstrap --history shop/history --savepoint savepoints/shop"
        })
public final class SavepointCommand extends PrintingCommand {
    @Override
    public Integer call() {
        return printHelp();
    }
}
