package io.leeway.cli.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.console.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A started cluster, kept in its folder from one command to the next.
 *
 * @param plan what was started
 * @param processes in the order in which they were started
 * @param taskManagersStarted how many ever: no two share a name, for a JobManager remembers a dead
 *     one for a while
 */
record ClusterState(ClusterPlan plan, List<ClusterProcess> processes, int taskManagersStarted) {

    ClusterState {
        processes = List.copyOf(processes);
    }

    /** What a folder says was started there; empty where nothing was, or it was stopped. */
    static Optional<ClusterState> read(ClusterFolder folder) {
        Path file = folder.stateFile();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(PrettyJson.read(file, ClusterState.class));
        } catch (IOException e) {
            throw new UserError(
                    "Expected the processes of a cluster in " + file + ", found: " + e.getMessage()
                            + "; end them by hand and delete the file",
                    e);
        }
    }

    /** Written beside and moved: who reads meanwhile reads the one or the other. */
    void write(ClusterFolder folder) {
        Path file = folder.stateFile();
        Path beside = file.resolveSibling("cluster.json.new");
        try {
            PrettyJson.write(beside, this);
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UserError(
                    "Expected a folder that can be written at " + folder.root() + ", found: " + e
                            + "; name another with --directory",
                    e);
        }
    }

    Optional<ClusterProcess> process(String name) {
        return processes.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** With a process in the place of the one of its name, or at the end. */
    ClusterState with(ClusterProcess process) {
        List<ClusterProcess> all = new ArrayList<>(processes);
        all.replaceAll(each -> each.name().equals(process.name()) ? process : each);
        if (!all.contains(process)) {
            all.add(process);
        }
        boolean another = process.name().startsWith(LocalCluster.TASK_MANAGER);
        return new ClusterState(plan, all, taskManagersStarted + (another ? 1 : 0));
    }

    /** Without the processes of that prefix that have ended. */
    ClusterState withoutDead(String prefix) {
        List<ClusterProcess> left = processes.stream()
                .filter(process -> !process.name().startsWith(prefix) || process.isAlive())
                .toList();
        return new ClusterState(plan, left, taskManagersStarted);
    }

    @JsonIgnore
    boolean isAlive() {
        return processes.stream().anyMatch(ClusterProcess::isAlive);
    }

    @JsonIgnore
    boolean isWhole() {
        return processes.stream().allMatch(ClusterProcess::isAlive);
    }
}
