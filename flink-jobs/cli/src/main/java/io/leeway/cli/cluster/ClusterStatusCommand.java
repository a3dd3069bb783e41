package io.leeway.cli.cluster;

import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.console.TextTable;
import io.leeway.cli.options.PrintingCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leeway cluster status}: ends with 0 when every process runs. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the processes of a cluster and its jobs. Ends with 0 when every process runs, else with 1.",
            "",
            "`leeway cluster start` starts those that have ended again."
        },
        footer = {"", "Examples:", "  leeway cluster status", "  leeway cluster status --json"})
final class ClusterStatusCommand extends PrintingCommand {

    @Mixin
    private ClusterCommand.Directory directory = new ClusterCommand.Directory();

    @Option(names = "--json", description = "Prints it as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter out = out();
        Optional<ClusterState> state = ClusterState.read(directory.folder());
        if (state.isEmpty()) {
            out.println(
                    json
                            ? "{\"processes\":[],\"jobs\":[]}"
                            : "No cluster runs in " + directory.folder().root()
                                    + "; `leeway cluster start` starts one.");
            return 1;
        }
        ClusterStatus status = ClusterStatus.of(state.get(), Clock.systemUTC());
        if (json) {
            PrettyJson.lines(status).forEach(out::println);
        } else {
            table(status).forEach(out::println);
        }
        return state.get().isWhole() ? 0 : 1;
    }

    private static List<String> table(ClusterStatus status) {
        TextTable table = new TextTable().row("process", "pid", "state", "address", "up", "heap");
        status.processes()
                .forEach(each ->
                        table.row(each.name(), each.pid(), each.state(), each.address(), each.up(), each.heap()));
        TextTable jobs = new TextTable().row("job", "id", "state", "tasks", "up");
        status.jobs().forEach(job -> jobs.row(job.name(), job.id(), job.state(), job.tasks(), job.up()));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.addAll(status.jobs().isEmpty() ? List.of("no jobs") : jobs.lines());
        return lines;
    }
}
