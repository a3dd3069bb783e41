package io.leeway.cli.demo;

import io.leeway.cli.audit.CounterSums;
import io.leeway.cli.console.ClockPause;
import io.leeway.cli.console.UserError;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.local.JobManagerRest;
import io.leeway.topics.KafkaConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.jspecify.annotations.Nullable;

/**
 * The scoring job in this process. How far it is, it says itself: by the counts it has committed.
 */
final class LocalJob implements RunningJob {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration REST_EVERY = Duration.ofSeconds(2);
    private static final int STOPS = 20;

    private final JobClient job;
    private final CompletableFuture<JobExecutionResult> result;
    private final String bootstrapServers;
    private final long historyEvents;
    private final String ui;
    private final WorkFolders folders;
    private final Clock clock;
    private final JobManagerRest rest;
    private final ClockPause pause = ClockPause.parking();
    private volatile List<String> causes = List.of();
    private volatile boolean ended;
    private volatile long lookedAtMillis;

    LocalJob(JobClient job, String bootstrapServers, long historyEvents, int port, WorkFolders folders, Clock clock) {
        this.job = job;
        this.result = job.getJobExecutionResult();
        this.bootstrapServers = bootstrapServers;
        this.historyEvents = historyEvents;
        this.ui = "http://localhost:" + port;
        this.rest = new JobManagerRest("localhost:" + port);
        this.folders = folders;
        this.clock = clock;
    }

    @Override
    public void awaitLive(LongConsumer historyRead) throws InterruptedException {
        for (long read = 0;
                read < historyEvents;
                read = CounterSums.read(bootstrapServers, clock).count("history")) {
            historyRead.accept(read);
            requireAlive();
            pause.until(clock, clock.millis() + LOOK_EVERY.toMillis());
        }
    }

    @Override
    public void awaitDrained() throws InterruptedException {
        long[] played = {0};
        CommittedTopics.readAll(
                KafkaConnection.to(bootstrapServers), List.of(DemoRun.EVENTS), Duration.ZERO, clock, record -> {
                    if (record.value() != null) {
                        played[0]++;
                    }
                });
        while (read() < played[0]) {
            requireAlive();
            pause.until(clock, clock.millis() + LOOK_EVERY.toMillis());
        }
        stop();
    }

    private long read() throws InterruptedException {
        CounterSums sums = CounterSums.read(bootstrapServers, clock);
        return sums.count("live") + sums.count("before-seam");
    }

    /**
     * Stops in order: the last timers ring, the last scores are committed. A failure in the midst
     * of it only means to ask again.
     */
    private void stop() throws InterruptedException {
        String savepoints = folders.root().resolve("savepoint").toUri().toString();
        for (int tries = 1; ; tries++) {
            try {
                job.stopWithSavepoint(true, savepoints, SavepointFormatType.NATIVE)
                        .get();
                result.get();
                ended = true;
                return;
            } catch (ExecutionException e) {
                if (result.isDone() && !result.isCompletedExceptionally()) {
                    ended = true;
                    return;
                }
                requireAlive();
                if (tries == STOPS) {
                    throw new UserError(
                            "Expected the job to stop in order, found after " + STOPS + " tries: " + e.getMessage(), e);
                }
                lookedAtMillis = 0;
                look();
                pause.until(clock, clock.millis() + LOOK_EVERY.toMillis());
            }
        }
    }

    @Override
    public void requireAlive() {
        look();
        DecisionJob.requireAlive("the scoring job", result);
    }

    /** Asks Flink for the job's failures so far; what it does not answer it says the next time. */
    private void look() {
        if (ended || clock.millis() - lookedAtMillis < REST_EVERY.toMillis()) {
            return;
        }
        lookedAtMillis = clock.millis();
        try {
            List<String> found = rest.failures(job.getJobID().toString());
            if (found.size() >= causes.size()) {
                causes = found;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int restarts() {
        return causes.size();
    }

    @Override
    public List<String> restartCauses() {
        return causes;
    }

    @Override
    public @Nullable String flinkUi() {
        return ui;
    }

    @Override
    public void close() {
        if (!result.isDone()) {
            job.cancel();
        }
    }
}
