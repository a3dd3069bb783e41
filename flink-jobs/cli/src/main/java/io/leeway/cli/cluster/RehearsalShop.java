package io.leeway.cli.cluster;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.cli.demo.PlayedRecord;
import io.leeway.cli.demo.SimulatedDemoShop;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.JobSettings;
import io.leeway.jobs.TrainJob;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.jobs.options.ScoringJobOptions;
import io.leeway.jobs.options.TrainJobOptions;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The simulated shop of a rehearsal: its history, its models, its live events and what an
 * undisturbed run makes of them.
 */
final class RehearsalShop {

    /**
     * Played before the seam, so that the topic begins before it and a job can see that nothing is
     * missing.
     */
    static final Duration LEAD_IN = Duration.ofMinutes(15);

    private static final double HORIZON_DAYS = 7;

    private final SimulatedShop shop;
    private final Path folder;
    private final CommandScreen screen;
    private final Clock clock;
    private final long historyEvents;

    private RehearsalShop(SimulatedShop shop, Path folder, long historyEvents, CommandScreen screen, Clock clock) {
        this.shop = shop;
        this.folder = folder;
        this.historyEvents = historyEvents;
        this.screen = screen;
        this.clock = clock;
    }

    static RehearsalShop open(RehearsalPlan plan, Path folder, CommandScreen screen, Clock clock) {
        SimulatedShop shop = new SimulatedShop(ShopSettings.from(SimulatedDemoShop.OPENED)
                .withSeed(plan.seed())
                .withShoppers(plan.shoppers())
                .withHistoryDays(plan.historyDays())
                .withLive(plan.simulatedLive()));
        try {
            long events = SimulatedDemoShop.writeHistory(shop, folder.resolve("history"), screen, clock);
            return new RehearsalShop(shop, folder, events, screen, clock);
        } catch (IOException e) {
            throw new UserError("Expected to write history below " + folder + ", found: " + e.getMessage(), e);
        }
    }

    long historyEvents() {
        return historyEvents;
    }

    Instant seam() {
        return shop.settings().seam();
    }

    Instant end() {
        return shop.settings().end();
    }

    Duration allowedLateness() {
        return shop.settings().allowedLateness();
    }

    Iterator<PlayedRecord> live() {
        return SimulatedDemoShop.arrivals(shop.live());
    }

    Path reference() {
        return folder.resolve("reference");
    }

    void train() throws InterruptedException {
        TrainJobOptions options =
                TrainJobOptions.of(JobSourceOptions.of(folder.resolve("history")), models(), HORIZON_DAYS);
        try (ProgressBar bar = new ProgressBar(screen, "training", 0, "models", clock)) {
            bar.update(UserError.expect(
                            "to train the models",
                            () -> TrainJob.train(JobSettings.localBatch(), options, TrainingProgress.none()))
                    .size());
        }
    }

    ScoringJobOptions scoring(String bootstrapServers, Duration checkpointInterval) {
        return ScoringJobOptions.of(source(bootstrapServers), ModelOptions.of(models()))
                .withCommit(CommitOptions.DEFAULTS.withCheckpointInterval(checkpointInterval))
                .withUntil(end());
    }

    /**
     * History and what the topic holds, in batch, in this process: no checkpoint, no restart, no
     * transaction.
     */
    void runUndisturbed(String bootstrapServers) throws InterruptedException {
        StreamExecutionEnvironment env = JobSettings.localBatch();
        BackfillJob.define(
                env,
                BackfillJobOptions.withTopic(source(bootstrapServers), ModelOptions.of(models()), end(), reference()));
        try (ProgressBar bar = new ProgressBar(screen, "reference", 0, "of 1 undisturbed run", clock)) {
            UserError.expect("the undisturbed run to finish", () -> env.executeAsync("leeway reference")
                    .getJobExecutionResult()
                    .get());
            bar.update(1);
        }
    }

    private JobSourceOptions source(String bootstrapServers) {
        return JobSourceOptions.of(folder.resolve("history"))
                .withTopic(bootstrapServers, ClusterTopics.EVENTS)
                .withSeam(seam())
                .withAllowedLateness(allowedLateness());
    }

    private Path models() {
        return folder.resolve("models");
    }
}
