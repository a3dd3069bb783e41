package io.leeway.cli.cluster;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.cli.options.DurationConverter;
import io.leeway.local.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leeway rehearse}: exits with 0 when nothing was lost or doubled, else with 1. */
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Rehearses an upgrade: a savepoint under load, a stop, the next build from it; then looks for gaps, lost and doubled scores.",
            "",
            "Starts a cluster of its own on free ports, trains on a simulated shop, scores its history and plays its live events. In the midst of them the"
                    + " job is stopped with a savepoint and the next build resumes it. What was committed is compared with an undisturbed run of the same"
                    + " input. It takes about three minutes."
        },
        footer = {
            "",
            "Examples:",
            "  leeway rehearse --report upgrade.json",
            "  leeway rehearse --next-jar next/usrlib/leeway-jobs.jar",
            "  leeway rehearse --next-home next --next-parallelism 4"
        })
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
public final class RehearseCommand implements Callable<Integer> {

    @Option(
            names = "--next-home",
            paramLabel = "DIR",
            description = "The Flink home of the next build, for processes and job. Default: this one.")
    private @Nullable Path nextHome;

    @Option(
            names = "--next-jar",
            paramLabel = "JAR",
            description = "The job jar of the next build alone. Default: that of the next home.")
    private @Nullable Path nextJar;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description =
                    "Length of the live phase, wall clock; the switch begins in its middle. Default: ${DEFAULT-VALUE}.")
    private Duration playFor;

    @Option(
            names = "--shoppers",
            paramLabel = "N",
            description = "Shoppers of the simulated shop. Default: ${DEFAULT-VALUE}.")
    private int shoppers = 600;

    @Option(names = "--history-days", paramLabel = "N", description = "Days of its history. Default: ${DEFAULT-VALUE}.")
    private int historyDays = 40;

    @Option(names = "--seed", paramLabel = "N", description = "Of the simulated shop. Default: ${DEFAULT-VALUE}.")
    private long seed = 7;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Of the job before the switch, 4 at most. Default: ${DEFAULT-VALUE}.")
    private int parallelism = 2;

    @Option(names = "--next-parallelism", paramLabel = "N", description = "After the switch. Default: the same.")
    private @Nullable Integer nextParallelism;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "Scores become visible with checkpoints. Default: ${DEFAULT-VALUE}.")
    private Duration checkpointInterval;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description =
                    "Where the rehearsal keeps all it needs; deleted at its end. Default: rehearsal/ in the Flink home.")
    private @Nullable Path directory;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes what was found there, as JSON.")
    private @Nullable Path report;

    @Option(names = "--keep", description = "Leaves the folder with logs, topics and savepoints.")
    private boolean keep;

    @Override
    public Integer call() throws InterruptedException, IOException {
        CommandScreen screen = CommandScreen.standard();
        Clock clock = Clock.systemUTC();
        long startedMillis = clock.millis();
        RehearsalPlan plan = plan();
        empty(plan.directory());
        RehearsalShop shop = RehearsalShop.open(plan, plan.directory().resolve("shop"), screen, clock);
        shop.train();
        ClusterFolder folder = new ClusterFolder(plan.directory().resolve("run"));
        LocalCluster cluster = new LocalCluster(new ClusterState(clusterPlan(folder), List.of(), 0), screen, clock);
        RehearsalReport found;
        ClusterStartCommand.startOrStop(cluster);
        try {
            found = rehearse(plan, cluster, shop, screen, clock);
        } finally {
            cluster.stop();
        }
        if (report != null) {
            found.write(report);
        }
        found.lines().forEach(screen::println);
        if (!keep) {
            FileUtils.deleteDirectory(plan.directory().toFile());
        }
        screen.println("done in " + ProgressBar.seconds(Duration.ofMillis(clock.millis() - startedMillis)));
        return found.holds() ? 0 : 1;
    }

    /**
     * Processes of another build are up before the job stops: what they take to start is no gap.
     */
    private static RehearsalReport rehearse(
            RehearsalPlan plan, LocalCluster cluster, RehearsalShop shop, CommandScreen screen, Clock clock)
            throws InterruptedException {
        ClusterPlan before = cluster.state().plan();
        Path home = plan.nextHome();
        if (home == null) {
            return new Rehearsal(plan, before, before, shop, screen, clock).run();
        }
        screen.println("the next build, beside it:");
        ClusterPlan after = before.beside(
                home.toString(), plan.directory().resolve("run-next").toString());
        LocalCluster next = new LocalCluster(new ClusterState(after, List.of(), 0), screen, clock);
        ClusterStartCommand.startOrStop(next);
        try {
            return new Rehearsal(plan, before, after, shop, screen, clock).run();
        } finally {
            next.stop();
        }
    }

    private RehearsalPlan plan() {
        if (nextHome != null && !Files.isExecutable(nextHome.resolve("bin/jobmanager.sh"))) {
            throw new UserError(
                    "Expected a Flink home of Leeway at " + nextHome
                            + ", found no bin/jobmanager.sh there; unpack a release, or name flink-jobs/target/leeway of a build");
        }
        Path jar = nextJar;
        if (jar != null) {
            ShippedJobs.of(jar).named("ScoringJob");
        }
        Path folder = directory == null ? ClusterCommand.home().resolve("rehearsal") : directory;
        return new RehearsalPlan(
                folder.toAbsolutePath().normalize(),
                nextHome == null ? null : nextHome.toAbsolutePath().normalize(),
                jar,
                playFor,
                shoppers,
                historyDays,
                seed,
                parallelism,
                nextParallelism == null ? parallelism : nextParallelism,
                checkpointInterval);
    }

    private static ClusterPlan clusterPlan(ClusterFolder folder) {
        return new ClusterPlan(
                ClusterCommand.home().toString(),
                folder.root().toString(),
                2,
                FreePorts.free(),
                FreePorts.free(),
                FreePorts.free(),
                FreePorts.free(),
                FreePorts.free(),
                0,
                Map.of());
    }

    /** Only a rehearsal's own folder is deleted. */
    private static void empty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isEmpty()) {
                return;
            }
        }
        if (!Files.isDirectory(folder.resolve("shop"))) {
            throw new UserError(
                    "Expected an empty or absent folder, or that of an earlier rehearsal, found other files in "
                            + folder + "; name another with --directory");
        }
        for (Path run : List.of(folder.resolve("run"), folder.resolve("run-next"))) {
            if (ClusterState.read(new ClusterFolder(run))
                    .filter(ClusterState::isAlive)
                    .isPresent()) {
                throw new UserError("Expected no rehearsal to run in " + folder
                        + ", found a cluster of one; stop it with `leeway cluster stop --directory " + run + "`");
            }
        }
        FileUtils.deleteDirectory(folder.toFile());
    }
}
