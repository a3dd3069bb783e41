package io.leeway.cli.demo;

import io.leeway.cli.audit.AuditReport;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.JobSettings;
import io.leeway.jobs.ScoringJob;
import io.leeway.jobs.TrainJob;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.jobs.options.ScoringJobOptions;
import io.leeway.jobs.options.TrainJobOptions;
import io.leeway.local.FreePorts;
import io.leeway.local.LocalFlink;
import io.leeway.model.ModelDigest;
import io.leeway.simulator.SimulatedShop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

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
        TrainJobOptions options = TrainJobOptions.of(
                        JobSourceOptions.of(history(folders)).withSeam(shop.seam()),
                        folders.models(),
                        plan.horizonDays())
                .withSeed(plan.seed());
        List<AuditReport.Model> models = new ArrayList<>();
        try (TrainingBars bars = new TrainingBars(screen, clock)) {
            UserError.expect(
                            "to train on " + history(folders),
                            () -> TrainJob.train(JobSettings.localBatch(), options, bars))
                    .forEach(trained -> models.add(new AuditReport.Model(
                            trained.manifest().name(),
                            trained.manifest().version(),
                            ModelDigest.of(trained.directory()).digest(),
                            trained.manifest().metrics())));
        }
        models.forEach(model -> screen.println(TrainingBars.summary(model)));
        return models;
    }

    @Override
    public RunningJob start(DemoPlan plan, DemoShop shop, WorkFolders folders, String bootstrapServers) {
        ScoringJobOptions options = ScoringJobOptions.of(
                        source(plan, shop, folders, bootstrapServers), ModelOptions.of(folders.models()))
                .withCommit(CommitOptions.DEFAULTS.withCheckpointInterval(plan.checkpointInterval()))
                .withUntil(shop.end())
                .withFailEvery(plan.failEvery());
        int port = FreePorts.free();
        StreamExecutionEnvironment env = LocalFlink.streaming(folders.checkpoints(), port, plan.checkpointInterval());
        ScoringJob.define(env, options);
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
        BackfillJobOptions options = new BackfillJobOptions(
                source(plan, shop, folders, bootstrapServers),
                ModelOptions.of(folders.models()),
                shop.end(),
                true,
                new BackfillJobOptions.Outputs(folders.reference().toString(), null, profiles.toString()));
        StreamExecutionEnvironment env = JobSettings.localBatch();
        BackfillJob.define(env, options);
        try (ProgressBar bar = new ProgressBar(screen, "reference", 0, "of 1 undisturbed run in batch", clock)) {
            UserError.expect("the reference run to finish", () -> env.executeAsync("leeway reference")
                    .getJobExecutionResult()
                    .get());
            bar.update(1);
            if (shop.simulated() != null) {
                ShopDecisions.replay(plan, folders, bootstrapServers, folders.reference());
            }
            join(profiles, plan.out().resolve("profiles.jsonl"));
        } catch (IOException e) {
            throw new UserError("Expected the reference run's profiles, found: " + e.getMessage(), e);
        }
    }

    private static JobSourceOptions source(DemoPlan plan, DemoShop shop, WorkFolders folders, String bootstrapServers) {
        return JobSourceOptions.of(history(folders))
                .withTopic(bootstrapServers, DemoRun.EVENTS)
                .withSeam(shop.seam())
                .withAllowedLateness(plan.allowedLateness());
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
