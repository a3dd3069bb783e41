package io.leeway.bench;

import io.leeway.bench.job.JobMarks;
import io.leeway.bench.job.PlayedVisits;
import io.leeway.bench.job.WholeJob;
import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.BenchmarkRig;
import io.leeway.cli.console.ClockPause;
import io.leeway.cli.demo.LivePlayer;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.ModelCalls;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;

/**
 * How long a score takes at 25, 50 and 80 % of the highest rate that the job sustains:
 * {@code scoringMillis}, from the watermark's passing the as-of time to the emission, as the header
 * of each committed score has it.
 *
 * <p>An open loop: events come at their rate whether or not the job keeps up. The first seconds of
 * each load do not count. The shop's clock runs {@code speed} times as fast as the wall's.
 */
final class LatencyBenchmark implements Benchmark {
    static final String NAME = "latency";

    private static final int[] PERCENTS = {25, 50, 80};
    private static final int SHOPPERS = 100_000;
    private static final int LEAST_MILLIS = 1_000;
    private static final int WARM_UP_MILLIS = 6_000;
    private static final int MEASURED_MILLIS = 14_000;

    private final JobBenchmark highest;
    private final Clock clock = Clock.systemUTC();

    LatencyBenchmark(JobBenchmark highest) {
        this.highest = highest;
    }

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public int steps(BenchmarkRig rig) {
        return PERCENTS.length + 1;
    }

    @Override
    public List<BenchmarkResult> run(BenchmarkRig rig, Runnable step) throws Exception {
        double rate = highest.rate(rig);
        step.run();
        List<BenchmarkResult> results = new ArrayList<>();
        try (WholeJob job = WholeJob.open(rig, NAME)) {
            for (int percent : PERCENTS) {
                results.add(load(rig, job, percent, rate * percent / 100));
                step.run();
            }
        }
        return results;
    }

    private BenchmarkResult load(BenchmarkRig rig, WholeJob job, int percent, double rate) throws Exception {
        double warmUp = Math.max(LEAST_MILLIS, rig.sized(WARM_UP_MILLIS)) / 1e3;
        double seconds = warmUp + Math.max(LEAST_MILLIS, rig.sized(MEASURED_MILLIS)) / 1e3;
        PlayedVisits visits =
                JobBenchmark.visits(rig, rig.sized(SHOPPERS), (int) Math.round(rate * seconds / PlayedVisits.EVENTS));
        double speed = Duration.between(visits.first(), visits.end()).toMillis() / 1e3 / seconds;
        long countFrom = visits.first().toEpochMilli() + Math.round(warmUp * 1e3 * speed);
        String topic = "bench.load-" + percent;
        LivePlayer player = job.player(topic, visits, speed);
        JobMarks marks = new JobMarks(0, countFrom);
        JobClient running =
                job.define(topic, visits, false, ModelCalls.PLAIN, marks).executeAsync("leeway bench latency");
        while (running.getJobStatus().get() != JobStatus.RUNNING) {
            ClockPause.parking().until(clock, clock.millis() + 100);
        }
        double played = player.play(visits.iterator()).recordsPerSecond();
        running.stopWithSavepoint(false, job.savepoints(), SavepointFormatType.NATIVE)
                .get();
        JobExecutionResult result = running.getJobExecutionResult().get();
        JobMarks.Reading reading = JobMarks.read(result.getAllAccumulatorResults(), visits.events());
        return BenchmarkResult.figures(
                NAME,
                percent + " %",
                Map.of(
                        "scoringMillisP50", JobMarks.quantile(reading.scoringMillis(), 0.50),
                        "scoringMillisP99", JobMarks.quantile(reading.scoringMillis(), 0.99),
                        "sessionEndMillisP50", JobMarks.quantile(reading.sessionEndMillis(), 0.50),
                        "sessionEndMillisP99", JobMarks.quantile(reading.sessionEndMillis(), 0.99),
                        "eventsPerSecond", Math.round(played),
                        "lingerMillis", BundleOptions.DEFAULTS.linger().toMillis(),
                        "speed", Math.round(speed)));
    }
}
