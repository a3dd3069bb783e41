package io.leeway.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.cli.console.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one command leaves for the next: found again, and not mistaken. */
class ClusterStateTest {

    private static final ClusterPlan PLAN =
            new ClusterPlan("/home", "/run", 2, 8081, 9092, 9093, 8083, 6123, 2181, Map.of("a.b", "c"));

    @TempDir
    private Path root;

    @Test
    void itIsReadAsItWasWritten() {
        ClusterFolder folder = new ClusterFolder(root);
        assertThat(ClusterState.read(folder)).isEmpty();
        ClusterState state =
                new ClusterState(PLAN, List.of(ClusterProcess.of("jobmanager", ProcessHandle.current())), 3);
        state.write(folder);
        assertThat(ClusterState.read(folder)).contains(state);
    }

    @Test
    void aFileThatIsNoStateIsNamed() throws Exception {
        ClusterFolder folder = new ClusterFolder(root);
        Files.writeString(folder.stateFile(), "{");
        assertThatThrownBy(() -> ClusterState.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cluster.json");
    }

    /** A pid is used again: here this JVM's for a process that started a day before it. */
    @Test
    void anotherProcessOfTheSamePidIsNotTheCluster() {
        ClusterProcess own = ClusterProcess.of("kafka", ProcessHandle.current());
        assertThat(own.isAlive()).isTrue();
        String before = Instant.parse(own.startedAt()).minusSeconds(86_400).toString();
        assertThat(new ClusterProcess("kafka", own.pid(), before).isAlive()).isFalse();
    }

    @Test
    void aTaskManagerThatDiedIsForgottenButItsNameIsNotUsedAgain() {
        ClusterProcess alive = ClusterProcess.of("taskmanager-2", ProcessHandle.current());
        ClusterProcess dead = new ClusterProcess("taskmanager-1", alive.pid(), "2020-01-01T00:00:00Z");
        ClusterState state = new ClusterState(PLAN, List.of(), 0).with(dead).with(alive);
        assertThat(state.isWhole()).isFalse();
        ClusterState left = state.withoutDead(LocalCluster.TASK_MANAGER);
        assertThat(left.processes()).containsExactly(alive);
        assertThat(left.taskManagersStarted()).isEqualTo(2);
    }

    @Test
    void highAvailabilityIsInTheSettingsWhereThereIsAZooKeeper() {
        assertThat(PLAN.flinkSettings())
                .containsEntry("high-availability.zookeeper.quorum", "localhost:2181")
                .containsEntry("rest.port", "8081")
                .containsEntry("a.b", "c");
        ClusterPlan without = new ClusterPlan("/home", "/run", 2, 8081, 9092, 9093, 8083, 6123, 0, Map.of());
        assertThat(without.flinkSettings()).doesNotContainKey("high-availability.type");
    }
}
