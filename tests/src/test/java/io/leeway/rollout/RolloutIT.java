package io.leeway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.leeway.fault.RunOutput;
import io.leeway.shop.SmallShop;
import io.leeway.simulator.SimulatedShop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A highly available cluster of real processes under load, with the settings that are shipped.
 * Every test submits the job to the same session, breaks or moves it while events come in, and
 * holds what was committed against an undisturbed run of the same input.
 */
@Tag("alone")
@EnabledIfSystemProperty(
        named = "leeway.rollout",
        matches = "true",
        disabledReason = "takes about seven minutes: mvn verify -Dleeway.rollout=true -Dit.test=RolloutIT")
class RolloutIT {

    private static final Duration LIVE = Duration.ofHours(36);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private static SmallShop small;
    private static SimulatedShop shop;
    private static LocalProcesses cluster;
    private static RunOutput expected;

    @BeforeAll
    static void start() {
        small = SmallShop.get();
        shop = new SimulatedShop(small.shop().settings().withLive(LIVE));
        cluster = new LocalProcesses(folder);
        System.out.println(cluster.start("--ha").well());
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aTaskManagerThatIsKilledCostsSecondsAndNoScore() throws Exception {
        try (LiveRun run = new LiveRun(cluster, small, shop, "kill-taskmanager")) {
            String job = run.submit("kill-taskmanager", 2);
            run.awaitLive(1);
            run.requireLoad();
            String victim = cluster.rest().taskManagerOf(job);
            long killed = System.nanoTime();
            cluster.kill(victim);
            cluster.rest().awaitFailure(job, 1, Duration.ofSeconds(30));
            cluster.rest().awaitAllRunning(job, Duration.ofSeconds(30));
            Duration running = since(killed);
            run.committed().awaitNewScore(Duration.ofSeconds(30));
            Duration committed = since(killed);
            say(
                    "kill -9 " + victim + ": all tasks run after %.1f s, the first new score is committed after %.1f s",
                    running,
                    committed);
            assertThat(cluster.start().well()).contains("Some processes");
            finish(run, job, 1);
        }
    }

    @Test
    void aNewJobManagerGoesOnWithTheJobOfAKilledOne() throws Exception {
        try (LiveRun run = new LiveRun(cluster, small, shop, "kill-jobmanager")) {
            String job = run.submit("kill-jobmanager", 2);
            run.awaitLive(1);
            run.requireLoad();
            long killed = System.nanoTime();
            cluster.kill("jobmanager");
            assertThat(cluster.start().well()).contains("jobmanager");
            cluster.rest().awaitAllRunning(job, Duration.ofSeconds(60));
            Duration running = since(killed);
            run.committed().awaitNewScore(Duration.ofSeconds(30));
            say(
                    "kill -9 jobmanager: a new one has all tasks running after %.1f s, the first new score is committed after %.1f s",
                    running, since(killed));
            finish(run, job, 1);
        }
    }

    @Test
    void aStopWithSavepointARestoreAndTwoRescalingsKeepEveryScore() throws Exception {
        try (LiveRun run = new LiveRun(cluster, small, shop, "rescale")) {
            String job = run.submit("rescale", 1);
            run.awaitLive(1);
            for (int parallelism : List.of(4, 2)) {
                run.requireLoad();
                long called = System.nanoTime();
                String savepoint = run.stop(job, false);
                job = run.submit("rescale", parallelism, "--from-savepoint", savepoint);
                Duration running = since(called);
                run.committed().awaitNewScore(Duration.ofSeconds(30));
                say(
                        "stop, savepoint, restore at parallelism " + parallelism
                                + ": all tasks run after %.1f s, the first new score is committed after %.1f s",
                        running,
                        since(called));
            }
            finish(run, job, 1);
        }
    }

    /**
     * The same job twice side by side in one session, each with transactions of its own: every
     * score is there from each, once.
     */
    @Test
    void theJobRunsTwiceInOneSession() throws Exception {
        try (LiveRun run = new LiveRun(cluster, small, shop, "twice")) {
            String one = run.submit("twice-one", 2);
            String other = run.submit("twice-other", 2);
            run.awaitLive(2);
            run.requireLoad();
            run.awaitRead(2);
            run.stop(one, true);
            finish(run, other, 2);
        }
    }

    /** Reads to the end, stops in order, and compares. */
    private static void finish(LiveRun run, String job, int times) throws Exception {
        run.awaitRead(times);
        run.stop(job, true);
        RunOutput undisturbed = undisturbed(run);
        RunOutput output = run.output();
        Set<String> lost = difference(undisturbed, output);
        Set<String> unexpected = difference(output, undisturbed);
        long otherTimes =
                output.times().values().stream().filter(each -> each != times).count();
        double furthest = undisturbed.values().entrySet().stream()
                .mapToDouble(score ->
                        Math.abs(score.getValue() - output.values().getOrDefault(score.getKey(), Double.MAX_VALUE)))
                .max()
                .orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%s: %,d scores expected, %,d lost, %,d unexpected, %,d not there %d times, furthest value %.1e%n",
                run.topic(),
                undisturbed.values().size(),
                lost.size(),
                unexpected.size(),
                otherTimes,
                times,
                furthest);
        assertSoftly(softly -> {
            softly.assertThat(undisturbed.values()).hasSizeGreaterThan(10_000);
            softly.assertThat(lost).as("lost").isEmpty();
            softly.assertThat(unexpected).as("unexpected").isEmpty();
            softly.assertThat(otherTimes).as("scores not there %d times", times).isZero();
            softly.assertThat(furthest).as("furthest value").isLessThanOrEqualTo(1e-6);
        });
    }

    private static Set<String> difference(RunOutput one, RunOutput other) {
        Set<String> ids = new HashSet<>(one.times().keySet());
        ids.removeAll(other.times().keySet());
        return ids;
    }

    /**
     * The same events in batch, in this process; the topics of all tests hold the same, so once is
     * enough.
     */
    private static synchronized RunOutput undisturbed(LiveRun run) throws Exception {
        if (expected == null) {
            expected = run.replay(folder.resolve("undisturbed"), run.models());
            assertThat(expected.times().values()).containsOnly(1);
        }
        return expected;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static void say(String what, Duration running, Duration committed) {
        System.out.printf(Locale.ROOT, what + "%n", running.toMillis() / 1000.0, committed.toMillis() / 1000.0);
    }
}
