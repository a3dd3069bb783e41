package io.leeway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.bench.job.JobMarks;
import io.leeway.bench.job.WithoutModel;
import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.BenchmarkRig;
import io.leeway.bench.measure.BenchmarkRounds;
import io.leeway.cli.demo.SimulatedDemoShop;
import io.leeway.features.FeaturesOptions;
import io.leeway.jobs.JobSettings;
import io.leeway.jobs.ScoringPipeline;
import io.leeway.releases.ModelRelease;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.ModelCalls;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Task;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.sinks.Sinks;
import io.leeway.sources.HistoryFiles;
import io.leeway.sources.SourceOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * History scored in batch, on two tasks and into files, over a plain loop on one thread that reads
 * the same files, parses each line and sums what was spent. Beside it the batch with the models'
 * calls left out.
 *
 * <p>A batch counts from its first event to its last score; the loop from the first file to the
 * last. At most three rounds, since a batch takes its time.
 */
final class BackfillBenchmark implements Benchmark {
    static final String NAME = "backfill";

    private static final int MOST_ROUNDS = 3;
    private static final Instant OPENED = Instant.parse("2026-01-05T00:00:00Z");

    private int runs;
    private double spent;

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public int steps(BenchmarkRig rig) {
        return BenchmarkRounds.turns(3, rig.warmUps(), Math.min(MOST_ROUNDS, rig.rounds()));
    }

    @Override
    public List<BenchmarkResult> run(BenchmarkRig rig, Runnable step) throws Exception {
        Path models = rig.models();
        SimulatedShop shop = new SimulatedShop(ShopSettings.from(OPENED)
                .withShoppers(rig.sized(700))
                .withHistoryDays(40)
                .withLive(Duration.ZERO));
        Path history = rig.folder().resolve("backfill-history");
        long lines = SimulatedDemoShop.writeHistory(shop, history, each -> {});
        Instant seam = shop.settings().seam();
        BenchmarkRounds rounds = new BenchmarkRounds()
                .with("loop", () -> loop(history))
                .with("batch", () -> batch(rig, models, history, seam, lines, ModelCalls.PLAIN))
                .with("no model", () -> batch(rig, models, history, seam, lines, new WithoutModel()))
                .run(rig.warmUps(), Math.min(MOST_ROUNDS, rig.rounds()), step);
        return List.of(BenchmarkResult.ratio(
                NAME,
                null,
                BundleOptions.DEFAULTS.rows(),
                rounds.ratio("batch", "loop"),
                Map.of(
                        "eventsPerSecond", rounds.rounded("batch"),
                        "loopEventsPerSecond", rounds.rounded("loop"),
                        "noModelEventsPerSecond", rounds.rounded("no model"),
                        "events", lines)));
    }

    private double batch(BenchmarkRig rig, Path models, Path history, Instant seam, long lines, ModelCalls calls)
            throws Exception {
        ProfileSettings settings = ProfileSettings.DEFAULTS;
        List<ModelRelease> releases = Arrays.stream(Task.values())
                .map(task -> BenchmarkRig.release(models, task))
                .toList();
        StreamExecutionEnvironment env = JobSettings.localBatch();
        ScoringPipeline.define(
                env,
                new SourceOptions(history.toString(), null, seam, Duration.ofMinutes(10)),
                new ScoringPipeline.Options(
                        new FeaturesOptions(settings, seam, seam.minusMillis(1), null, false),
                        new BundleOptions(
                                BundleOptions.DEFAULTS.rows(),
                                BundleOptions.DEFAULTS.linger(),
                                BundleOptions.DEFAULTS.threads(),
                                calls),
                        releases,
                        new JobMarks(0, Long.MIN_VALUE)),
                Sinks.files(rig.folder().resolve("backfill-" + runs++).toString()));
        return JobMarks.read(env.execute("leeway bench backfill").getAllAccumulatorResults(), lines)
                .eventsPerSecond();
    }

    private double loop(Path history) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Path> files;
        try (Stream<Path> found = Files.list(history)) {
            files = found.filter(path -> HistoryFiles.NAMES
                            .matcher(path.getFileName().toString())
                            .matches())
                    .sorted()
                    .toList();
        }
        long lines = 0;
        long begun = System.nanoTime();
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file);
                    BufferedReader reader = new BufferedReader(new InputStreamReader(
                            file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in,
                            StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines++;
                    spent += spent(json, line);
                }
            }
        }
        return lines * 1e9 / (System.nanoTime() - begun);
    }

    /** What a shop would ask first of its events; 0 of a line that is none. */
    private static double spent(ObjectMapper json, String line) {
        try {
            JsonNode event = json.readTree(line);
            return event.path("type").asText().equals("purchase")
                    ? event.path("price").asDouble() * event.path("quantity").asInt(1)
                    : 0;
        } catch (IOException broken) {
            return 0;
        }
    }
}
