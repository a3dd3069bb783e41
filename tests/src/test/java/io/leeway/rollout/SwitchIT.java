package io.leeway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.fault.RunOutput;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.release.ReleasedModels;
import io.leeway.releases.trust.ReleaseTrust;
import io.leeway.shop.SmallShop;
import io.leeway.simulator.SimulatedShop;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release takes effect while the TaskManager that is to switch lies dead: a replay in batch
 * agrees with what real processes committed, score by score.
 */
@Tag("alone")
@EnabledIfSystemProperty(
        named = "leeway.rollout",
        matches = "true",
        disabledReason = "takes about two minutes: mvn verify -Dleeway.rollout=true -Dit.test=SwitchIT")
class SwitchIT {
    private static final Duration LIVE = Duration.ofHours(40);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private ModelOptions released(LiveRun run) {
        return run.models().withReleases("leeway.releases").trusting(ReleaseTrust.OPEN.below(folder));
    }

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
                String job = run.submit("switch", 2, List.of(), released(run));
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
                // Scoring follows the clock by the allowed lateness: the instant passes while the
                // job recovers.
                run.awaitClock(release.plus(shop.settings().allowedLateness()));
                run.requireLoad();
                String victim = cluster.rest().taskManagerOf(job);
                cluster.kill(victim);
                cluster.rest().awaitFailure(job, 1, Duration.ofSeconds(30));
                cluster.rest().awaitAllRunning(job, Duration.ofSeconds(30));
                run.awaitRead(1);
                run.stop(job, true);

                RunOutput committed = run.output();
                RunOutput replayed = run.replay(folder.resolve("replayed"), released(run));
                RunOutput unreleased = run.replay(folder.resolve("unreleased"), run.models());
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
}
