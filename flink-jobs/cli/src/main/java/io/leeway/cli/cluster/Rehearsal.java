package io.leeway.cli.cluster;

import io.leeway.cli.audit.AuditInputs;
import io.leeway.cli.audit.AuditReport;
import io.leeway.cli.audit.Auditor;
import io.leeway.cli.audit.CounterSums;
import io.leeway.cli.console.ClockPause;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.cli.demo.LivePlayer;
import io.leeway.cli.demo.PlayFigures;
import io.leeway.jobs.ScoringJob;
import io.leeway.topics.KafkaConnection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * An upgrade on a cluster of its own, while events come in: stop with a savepoint, start the next
 * build from it, and see in the topics whether a score is missing or there twice. Use one for one
 * rehearsal.
 */
final class Rehearsal {

    private static final Duration TO_RUN = Duration.ofSeconds(90);
    private static final Duration TO_DRAIN = Duration.ofMinutes(3);
    private static final Duration SETTLE = Duration.ofSeconds(90);
    private static final long LOOK_EVERY_MILLIS = 500;

    private final RehearsalPlan plan;
    private final ClusterPlan before;
    private final ClusterPlan after;
    private final RehearsalShop shop;
    private final CommandScreen screen;
    private final Clock clock;
    private final ClockPause pause = ClockPause.parking();
    private final ClusterJobs jobs;
    private final ClusterJobs nextJobs;
    private final String bootstrapServers;
    private final Path savepoints;

    private record Switch(String savepoint, String jobId, long calledMillis, long stoppedMillis, long runningMillis) {}

    /**
     * @param before a cluster that runs
     * @param after the same, or another one that runs, at the same broker
     */
    Rehearsal(
            RehearsalPlan plan,
            ClusterPlan before,
            ClusterPlan after,
            RehearsalShop shop,
            CommandScreen screen,
            Clock clock) {
        this.plan = plan;
        this.before = before;
        this.after = after;
        this.shop = shop;
        this.screen = screen;
        this.clock = clock;
        this.jobs = new ClusterJobs(before.jobManager(), clock);
        this.nextJobs = new ClusterJobs(after.jobManager(), clock);
        this.bootstrapServers = before.bootstrapServers();
        this.savepoints = new ClusterFolder(Path.of(before.directory())).savepoints();
    }

    RehearsalReport run() throws InterruptedException {
        String first = submit(before, null, plan.parallelism(), null);
        jobs.awaitRunning(first, TO_RUN);
        awaitRead("history", "history", shop.historyEvents(), jobs, first);
        ExecutorService player = Executors.newSingleThreadExecutor(task -> new Thread(task, "live"));
        try (CommitWatch watch = new CommitWatch(bootstrapServers, clock)) {
            LivePlayer live = player();
            long beganMillis = clock.millis();
            Future<PlayFigures> playing = player.submit(() -> live.play(shop.live()));
            awaitHalf(live, first);
            Switch made = switchOver(first);
            long played = await(playing, made.jobId(), live);
            long endedMillis = clock.millis();
            awaitRead("to the end", "live", played, nextJobs, made.jobId());
            nextJobs.stop(made.jobId(), true, savepoints);
            shop.runUndisturbed(bootstrapServers);
            Duration usual = watch.longestGap(beganMillis, made.calledMillis());
            if (!watch.sawAfter(made.runningMillis())) {
                throw new UserError(
                        "Expected scores after the switch, found none; play longer with --for, or with more --shoppers");
            }
            return report(made, usual, watch.longestGap(made.calledMillis(), Math.max(endedMillis, clock.millis())));
        } finally {
            player.shutdownNow();
        }
    }

    private Switch switchOver(String first) throws InterruptedException {
        long calledMillis = clock.millis();
        String savepoint = jobs.stop(first, false, savepoints);
        long stoppedMillis = clock.millis();
        screen.println("savepoint    " + savepoint);
        String next = submit(after, plan.nextJar(), plan.nextParallelism(), savepoint);
        nextJobs.awaitRunning(next, TO_RUN);
        long runningMillis = clock.millis();
        screen.println("next build   runs as job " + next + ", "
                + ProgressBar.seconds(Duration.ofMillis(runningMillis - calledMillis)) + " after the call to stop");
        return new Switch(savepoint, next, calledMillis, stoppedMillis, runningMillis);
    }

    /**
     * By the client of the home that is to run it: each build's job is defined by its own classes.
     */
    private String submit(ClusterPlan where, @Nullable Path jar, int parallelism, @Nullable String savepoint)
            throws InterruptedException {
        Path home = Path.of(where.home());
        Path logs = new ClusterFolder(Path.of(where.directory())).logs();
        ShippedJobs shipped = ShippedJobs.of((jar == null ? ShippedJobs.jar(home) : jar).toAbsolutePath());
        String id = new JobSubmission(
                        new FlinkClient(home, logs),
                        shipped.jar(),
                        shipped.named("ScoringJob"),
                        ScoringJob.arguments(shop.scoring(bootstrapServers, plan.checkpointInterval())),
                        where.jobManager(),
                        parallelism,
                        savepoint)
                .detached(screen::println);
        screen.println("scoring job  " + id + " on http://" + where.jobManager());
        return id;
    }

    private LivePlayer player() {
        return new LivePlayer(
                new LivePlayer.Settings(
                        bootstrapServers,
                        ClusterTopics.EVENTS,
                        RehearsalPlan.SPEED,
                        shop.seam().minus(RehearsalShop.LEAD_IN),
                        shop.end(),
                        shop.allowedLateness()),
                clock,
                pause);
    }

    private void awaitHalf(LivePlayer live, String job) throws InterruptedException {
        long half = plan.playFor().toMillis() / 2;
        try (ProgressBar bar = new ProgressBar(screen, "under load", half / 1000, "s", clock)) {
            for (long played = 0; played < half; played = live.figures().elapsedMillis()) {
                bar.update(played / 1000);
                jobs.requireAlive(job);
                pause.until(clock, clock.millis() + LOOK_EVERY_MILLIS);
            }
            bar.update(half / 1000);
        }
    }

    /** Waits for the player and gives the records it sent. */
    private long await(Future<PlayFigures> playing, String job, LivePlayer live) throws InterruptedException {
        try (ProgressBar bar =
                new ProgressBar(screen, "after it", plan.playFor().toSeconds(), "s", clock)) {
            while (!playing.isDone()) {
                bar.update(live.figures().elapsedMillis() / 1000);
                nextJobs.requireAlive(job);
                pause.until(clock, clock.millis() + LOOK_EVERY_MILLIS);
            }
            PlayFigures figures = playing.get();
            bar.update(figures.elapsedMillis() / 1000);
            return figures.records();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UserError known) {
                throw known;
            }
            throw new UserError("Expected the live events to be played, found: " + e.getCause(), e);
        }
    }

    /** Waits until so many events have been counted by committed tallies. */
    private void awaitRead(String what, String count, long events, ClusterJobs running, String job)
            throws InterruptedException {
        long last = clock.millis() + TO_DRAIN.toMillis();
        try (ProgressBar bar = new ProgressBar(screen, what, events, "events", clock)) {
            for (long read = 0; read < events; ) {
                running.requireAlive(job);
                if (clock.millis() > last) {
                    throw new UserError("Expected " + events + " events to be read within " + TO_DRAIN.toSeconds()
                            + " s, found " + read + "; see the logs of the TaskManagers");
                }
                pause.until(clock, clock.millis() + LOOK_EVERY_MILLIS);
                CounterSums sums = CounterSums.read(bootstrapServers, clock);
                // What the topic holds from before the seam is read too, and counted apart.
                read = sums.count(count) + (count.equals("live") ? sums.count("before-seam") : 0);
                bar.update(Math.min(read, events));
            }
        }
    }

    private RehearsalReport report(Switch made, Duration usual, Duration gap) {
        AuditReport audit = new Auditor(
                        new AuditInputs(
                                KafkaConnection.to(bootstrapServers),
                                plan.directory(),
                                shop.reference(),
                                null,
                                1,
                                false,
                                SETTLE),
                        clock)
                .audit();
        AuditReport.ScoreCounts scores = audit.scores();
        return new RehearsalReport(
                new RehearsalReport.SwitchTimes(
                        gap.toMillis() / 1000.0,
                        usual.toMillis() / 1000.0,
                        (made.stoppedMillis() - made.calledMillis()) / 1000.0,
                        (made.runningMillis() - made.stoppedMillis()) / 1000.0),
                new RehearsalReport.ComparedScores(
                        scores.lost(),
                        scores.doubled(),
                        scores.unexpected(),
                        scores.differing(),
                        scores.expected(),
                        scores.committed()),
                audit.events().live(),
                made.savepoint(),
                audit.problems());
    }
}
