package io.leeway.cli.savepoint;

import io.leeway.cli.console.ByteSizes;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.PrintingCommand;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists the savepoints below a folder, newest first.",
            "",
            "The job is known by the operators: of which ledger they are. Checkpoints in the backend's own format are passed over and counted."
        },
        footer = {"", "Examples:", "  leeway savepoint list", "  leeway savepoint list s3://shop/savepoints"})
final class ListCommand extends PrintingCommand {
    private static final int DEEPEST = 4;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Default: ${DEFAULT-VALUE}.")
    private String folder = "savepoints";

    @Override
    public Integer call() {
        List<SavepointContents> found = new ArrayList<>();
        int others = 0;
        for (String path : paths()) {
            try {
                found.add(SavepointContents.read(path));
            } catch (UserError e) {
                others++;
            }
        }
        found.sort(Comparator.comparingLong(SavepointContents::atMillis)
                .reversed()
                .thenComparing(SavepointContents::path));
        PrintWriter out = out();
        if (found.isEmpty()) {
            out.println("no savepoints below " + folder);
        } else {
            table(found).lines().forEach(out::println);
        }
        if (others > 0) {
            out.println(others + " others are checkpoints, or cannot be read");
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

    private List<String> paths() {
        Path root = new Path(SavepointLocation.of(folder));
        List<String> paths = new ArrayList<>();
        try {
            walk(root.getFileSystem(), root, 0, paths);
        } catch (FileNotFoundException e) {
            throw new UserError("Expected a folder with savepoints at " + folder + ", found none; name another", e);
        } catch (IOException e) {
            throw new UserError("Expected a folder that can be read at " + folder + ", found: " + e.getMessage(), e);
        }
        return paths;
    }

    private static void walk(FileSystem files, Path folder, int depth, List<String> paths) throws IOException {
        FileStatus[] children = files.listStatus(folder);
        if (children == null) {
            throw new FileNotFoundException(folder.toString());
        }
        for (FileStatus child : children) {
            if (!child.isDir() && child.getPath().getName().equals(SavepointContents.METADATA)) {
                paths.add(folder.toString());
            } else if (child.isDir() && depth < DEEPEST) {
                walk(files, child.getPath(), depth + 1, paths);
            }
        }
    }
}
