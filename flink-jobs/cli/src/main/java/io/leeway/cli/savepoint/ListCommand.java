package io.leeway.cli.savepoint;

import io.leeway.cli.console.ByteSizes;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.options.PrintingCommand;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists the savepoints and retained checkpoints below a folder, newest first.",
            "",
            "The job is known by the operators: of which ledger they are. A checkpoint's path ends in chk- and its number."
        },
        footer = {"", "Examples:", "  leeway savepoint list", "  leeway savepoint list s3://shop/savepoints"})
final class ListCommand extends PrintingCommand {
    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Default: ${DEFAULT-VALUE}.")
    private String folder = "savepoints";

    @Override
    public Integer call() {
        SavepointFolder.Listing listing = SavepointFolder.list(folder);
        PrintWriter out = out();
        if (listing.found().isEmpty()) {
            out.println("no savepoints below " + folder);
        } else {
            table(listing.found()).lines().forEach(out::println);
        }
        if (listing.unreadable() > 0) {
            out.println(listing.unreadable() + " others cannot be read");
        }
        return 0;
    }

    private static TextTable table(List<SavepointContents> found) {
        TextTable table = new TextTable().row("taken", "job", "size", "parallelism", "operators", "path");
        for (SavepointContents each : found) {
            table.row(
                    Instant.ofEpochMilli(each.atMillis()).truncatedTo(ChronoUnit.SECONDS),
                    StateLedgers.jobOf(each).orElse("?"),
                    ByteSizes.words(each.bytes()),
                    each.operators().stream()
                            .mapToInt(SavedOperator::parallelism)
                            .max()
                            .orElse(0),
                    each.operators().stream().map(StateLedgers::nameOf).sorted().collect(Collectors.joining(", ")),
                    each.path().replaceFirst("^file:/+", "/"));
        }
        return table;
    }
}
