package io.leeway.cli.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.console.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A started cluster, kept in its folder from one command to the next.
 *
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
        try {
            return PrettyJson.readIfThere(file, ClusterState.class);
        } catch (IOException e) {
            throw UserError.found(
                    "the processes of a cluster in " + file, e.getMessage(), "end them by hand and delete the file", e);
        }
    }

    void write(ClusterFolder folder) {
        try {
            PrettyJson.replace(folder.stateFile(), this);
        } catch (IOException e) {
            throw UserError.found(
                    "a folder that can be written at " + folder.root(), e, "name another with --directory", e);
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
