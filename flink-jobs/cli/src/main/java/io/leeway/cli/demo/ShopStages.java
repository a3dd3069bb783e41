package io.leeway.cli.demo;

import io.leeway.cli.audit.AuditReport;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.JobSettings;
import io.leeway.jobs.ScoringJob;
import io.leeway.jobs.TrainJob;
import io.leeway.local.LocalFlink;
import io.leeway.model.ModelDigest;
import io.leeway.simulator.SimulatedShop;
import io.leeway.training.TrainedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;

/**
 * The demo's stages as they are: the simulator or an import, training, and the very jobs that a
 * cluster runs, in Flink's local cluster.
 */
final class ShopStages implements DemoStages {
    private final Clock clock;

    ShopStages(Clock clock) {
        this.clock = clock;
    }

    @Override
    public DemoShop openShop(DemoPlan plan, WorkFolders folders, CommandScreen screen) {
        try {
            DemoPlan.Dataset dataset = plan.dataset();
            return dataset == null
                    ? SimulatedDemoShop.open(plan, folders, screen, clock)
                    : ReplayedDemoShop.open(plan, dataset, folders, screen, clock);
        } catch (IOException e) {
            throw new UserError("Expected to write history below " + folders.root() + ", found: " + e.getMessage(), e);
        }
    }

    @Override
    public List<AuditReport.Model> train(DemoPlan plan, DemoShop shop, WorkFolders folders, CommandScreen screen)
            throws InterruptedException {
        TrainJob job = new TrainJob();
        List<String> arguments = new ArrayList<>(List.of(
                "--history", history(folders).toString(),
                "--seam", shop.seam().toString(),
                "--models", folders.models().toString(),
                "--seed", Long.toString(plan.seed())));
        Double horizon = plan.horizonDays();
        if (horizon != null) {
            arguments.addAll(List.of("--horizon", horizon.toString()));
        }
        new CommandLine(job).parseArgs(arguments.toArray(String[]::new));
        List<AuditReport.Model> models = new ArrayList<>();
        try (TrainingBars bars = new TrainingBars(screen, clock)) {
            for (TrainedModel trained : job.listening(bars).train(JobSettings.localBatch())) {
                models.add(new AuditReport.Model(
                        trained.manifest().name(),
                        trained.manifest().version(),
                        ModelDigest.of(trained.directory()).digest(),
                        trained.manifest().metrics()));
            }
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new UserError("Expected to train on " + history(folders) + ", found: " + e.getMessage(), e);
        }
        models.forEach(model -> screen.println(TrainingBars.summary(model)));
        return models;
    }

    @Override
    public RunningJob start(DemoPlan plan, DemoShop shop, WorkFolders folders, String bootstrapServers) {
        List<String> arguments = new ArrayList<>(List.of(
                "--history", history(folders).toString(),
                "--bootstrap", bootstrapServers,
                "--topic", DemoRun.EVENTS,
                "--seam", shop.seam().toString(),
                "--until", shop.end().toString(),
                "--allowed-lateness", plan.allowedLateness().toString(),
                "--models", folders.models().toString(),
                "--checkpoint-interval", plan.checkpointInterval().toString()));
        if (plan.failEvery() != null) {
            arguments.addAll(List.of("--fail-every", plan.failEvery().toString()));
        }
        ScoringJob job = new ScoringJob();
        new CommandLine(job).parseArgs(arguments.toArray(String[]::new));
        int port = LocalFlink.freePort();
        StreamExecutionEnvironment env = LocalFlink.streaming(folders.checkpoints(), port, plan.checkpointInterval());
        job.define(env);
        try {
            return new LocalJob(
                    env.executeAsync("leeway scoring"), bootstrapServers, shop.historyEvents(), port, folders, clock);
        } catch (Exception e) {
            throw new UserError("Expected the scoring job to start, found: " + e.getMessage(), e);
        }
    }

    @Override
    public RunningDecisions startDecisions(
            DemoPlan plan,
            DemoShop shop,
            WorkFolders folders,
            String bootstrapServers,
            Supplier<Instant> playedTo,
            DecisionBoard board) {
        SimulatedShop simulated = shop.simulated();
        return simulated == null
                ? RunningDecisions.NONE
                : ShopDecisions.start(
                        plan, new DecidedShop(simulated), folders, bootstrapServers, playedTo, board, clock);
    }

    @Override
    public void runReference(
            DemoPlan plan, DemoShop shop, WorkFolders folders, String bootstrapServers, CommandScreen screen)
            throws InterruptedException {
        Path profiles = folders.root().resolve("profiles");
        BackfillJob job = new BackfillJob();
        new CommandLine(job)
                .parseArgs(
                        "--history",
                        history(folders).toString(),
                        "--with-topic",
                        "--bootstrap",
                        bootstrapServers,
                        "--topic",
                        DemoRun.EVENTS,
                        "--seam",
                        shop.seam().toString(),
                        "--until",
                        shop.end().toString(),
                        "--allowed-lateness",
                        plan.allowedLateness().toString(),
                        "--models",
                        folders.models().toString(),
                        "--output",
                        folders.reference().toString(),
                        "--profiles",
                        profiles.toString());
        StreamExecutionEnvironment env = JobSettings.localBatch();
        job.define(env);
        try (ProgressBar bar = new ProgressBar(screen, "reference", 0, "of 1 undisturbed run in batch", clock)) {
            env.executeAsync("leeway reference").getJobExecutionResult().get();
            bar.update(1);
            join(profiles, plan.out().resolve("profiles.jsonl"));
        } catch (ExecutionException e) {
            throw new UserError("Expected the reference run to finish, found: " + e.getCause(), e);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new UserError("Expected the reference run to start, found: " + e.getMessage(), e);
        }
    }

    /** One file of the parts that a sink left, for `leeway show`. */
    private static void join(Path parts, Path file) throws IOException {
        try (Stream<Path> found = Files.walk(parts);
                OutputStream out = Files.newOutputStream(file)) {
            for (Path part : found.filter(Files::isRegularFile).sorted().toList()) {
                Files.copy(part, out);
            }
        }
    }

    /** Where history lies: an import with a cut writes it a folder deeper. */
    static Path history(WorkFolders folders) {
        return folders.history().resolve("history");
    }
}
