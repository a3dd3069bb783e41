package io.leeway.bench;

import io.leeway.bench.job.JobMarks;
import io.leeway.bench.job.PlayedVisits;
import io.leeway.bench.job.WholeJob;
import io.leeway.bench.job.WithoutModel;
import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.BenchmarkRig;
import io.leeway.bench.measure.BenchmarkRounds;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.ModelCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The whole job over the same job with the models' calls left out: what TensorFlow takes of it.
 * Both read the same live topic to its end, in turns.
 *
 * <p>The models are what makes the job worth running, so one half would mean that they take half of
 * the machine. A turn counts from where a tenth of the events has passed the source to the last
 * score.
 */
final class JobBenchmark implements Benchmark {
    static final String NAME = "job-over-no-model";

    private static final String TOPIC = "bench.visits";
    private static final int VISITS = 32_000;
    private static final int SHOPPERS = 20_000;
    private static final Instant FIRST = Instant.parse("2026-03-02T00:00:00Z");
    private static final Duration BETWEEN = Duration.ofMillis(6_480);
    private static final double AT_ONCE = 1e7;

    private double rate;

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public int steps(BenchmarkRig rig) {
        return BenchmarkRounds.turns(2, rig.warmUps(), rig.rounds());
    }

    /** Visits of a shop whose shoppers come every day and a half. */
    static PlayedVisits visits(BenchmarkRig rig, int shoppers, int visits) throws Exception {
        Duration between = BETWEEN.multipliedBy(SHOPPERS).dividedBy(shoppers);
        return new PlayedVisits(FIRST, shoppers, between, visits, rig.shop().categories());
    }

    @Override
    public List<BenchmarkResult> run(BenchmarkRig rig, Runnable step) throws Exception {
        try (WholeJob job = WholeJob.open(rig, "job")) {
            PlayedVisits visits = visits(rig, rig.sized(SHOPPERS), rig.sized(VISITS));
            job.player(TOPIC, visits, AT_ONCE).play(visits.iterator());
            JobMarks.Reading[] last = new JobMarks.Reading[1];
            BenchmarkRounds rounds = new BenchmarkRounds()
                    .with("job", () -> {
                        last[0] = turn(job, visits, ModelCalls.PLAIN);
                        return last[0].eventsPerSecond();
                    })
                    .with("no model", () -> turn(job, visits, new WithoutModel())
                            .eventsPerSecond())
                    .run(rig.warmUps(), rig.rounds(), step);
            rate = rounds.speed("job").middle();
            double scores = rate * last[0].scoresPerEvent();
            return List.of(BenchmarkResult.ratio(
                    NAME,
                    null,
                    BundleOptions.DEFAULTS.rows(),
                    rounds.ratio("job", "no model"),
                    Map.of(
                            "eventsPerSecond", Math.round(rate),
                            "scoresPerSecond", Math.round(scores),
                            "noModelEventsPerSecond", rounds.rounded("no model"),
                            "bundleRowsP50", JobMarks.quantile(last[0].bundleRows(), 0.5),
                            "checkpointMillis", 2_000)));
        }
    }

    /**
     * The highest rate of events that the job sustains, from a run in this process: of the rounds
     * above, or of one for this.
     */
    double rate(BenchmarkRig rig) throws Exception {
        if (rate == 0) {
            try (WholeJob job = WholeJob.open(rig, "rate")) {
                PlayedVisits visits = visits(rig, rig.sized(SHOPPERS), rig.sized(VISITS));
                job.player(TOPIC, visits, AT_ONCE).play(visits.iterator());
                for (int i = 0; i < rig.warmUps(); i++) {
                    turn(job, visits, ModelCalls.PLAIN);
                }
                rate = turn(job, visits, ModelCalls.PLAIN).eventsPerSecond();
            }
        }
        return rate;
    }

    private static JobMarks.Reading turn(WholeJob job, PlayedVisits visits, ModelCalls calls) throws Exception {
        // A task of the source reads half of the events.
        JobMarks marks = new JobMarks(visits.events() / 20, Long.MIN_VALUE);
        return JobMarks.read(
                job.define(TOPIC, visits, true, calls, marks)
                        .execute("leeway bench job")
                        .getAllAccumulatorResults(),
                visits.events());
    }
}
