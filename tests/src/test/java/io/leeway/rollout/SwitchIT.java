package io.leeway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.fault.RunOutput;
import io.leeway.jobs.BackfillJob;
import io.leeway.release.ReleasedModels;
import io.leeway.shop.SmallShop;
import io.leeway.simulator.SimulatedShop;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A release takes effect while the TaskManager that is to switch lies dead: a replay in batch agrees with what real processes committed, score by score. */
@EnabledIfSystemProperty(
        named = "leeway.rollout",
        matches = "true",
        disabledReason = "takes about two minutes: mvn verify -Dleeway.rollout=true -Dit.test=SwitchIT")
class SwitchIT {
    private static final Duration LIVE = Duration.ofHours(40);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void aTaskManagerThatIsKilledAtTheSwitchScoresOnWithTheVersionThatIsToDecide() throws Exception {
        SmallShop small = SmallShop.get();
        SimulatedShop shop = new SimulatedShop(small.shop().settings().withLive(LIVE));
        Instant release = small.seam().plus(Duration.ofHours(30));
        ReleasedModels models = new ReleasedModels(folder.resolve("released"));
        models.add(small.models(), "churn", 2);
        try (LocalProcesses cluster = new LocalProcesses(folder)) {
            cluster.start().well();
            String servers = cluster.bootstrapServers();
            cluster.leeway("model", "init", "--bootstrap", servers).well();
            try (LiveRun run = new LiveRun(cluster, small, shop, "switch")) {
                String job = run.submit("switch", 2, List.of(), List.of("--releases", "leeway.releases"));
                String said = cluster.leeway(
                                "model",
                                "release",
                                "churn",
                                "2",
                                "--bootstrap",
                                servers,
                                "--models",
                                models.folder().toString(),
                                "--topic",
                                run.topic(),
                                "--allowed-lateness",
                                shop.settings().allowedLateness().toSeconds() + "s",
                                "--effective-from",
                                release.toString())
                        .well();
                System.out.println(said);
                assertThat(said).contains("accepted");
                // Scoring follows the clock by the allowed lateness: the instant passes while the job recovers.
                run.awaitClock(release.plus(shop.settings().allowedLateness()));
                run.requireLoad();
                String victim = cluster.rest().taskManagerOf(job);
                cluster.kill(victim);
                cluster.rest().awaitFailure(job, 1, Duration.ofSeconds(30));
                cluster.rest().awaitAllRunning(job, Duration.ofSeconds(30));
                run.awaitRead(1);
                run.stop(job, true);

                RunOutput committed = run.output();
                RunOutput replayed = replay(run, "replayed", List.of("--releases", "leeway.releases"));
                RunOutput unreleased = replay(run, "unreleased", List.of());
                Set<String> ids = committed.times().keySet();
                System.out.printf(
                        "%d scores committed, %d in the replay, %d of them by the version released%n",
                        ids.size(),
                        replayed.times().size(),
                        ids.stream()
                                .filter(id -> !unreleased.times().containsKey(id))
                                .count());
                assertThat(committed.times().values()).as("times of each score").containsOnly(1);
                assertThat(ids).isEqualTo(replayed.times().keySet());
                assertThat(ids)
                        .as("the version is in the id")
                        .isNotEqualTo(unreleased.times().keySet());
            }
        }
    }

    private RunOutput replay(LiveRun run, String name, List<String> more) throws Exception {
        Path output = folder.resolve(name);
        List<String> arguments = new ArrayList<>(run.source());
        arguments.addAll(List.of("--with-topic", "--output", output.toString()));
        arguments.addAll(more);
        BackfillJob job = new BackfillJob();
        new CommandLine(job).parseArgs(arguments.toArray(String[]::new));
        StreamExecutionEnvironment env = SmallShop.batch();
        job.define(env);
        env.execute(name);
        return RunOutput.ofFiles(output);
    }
}
