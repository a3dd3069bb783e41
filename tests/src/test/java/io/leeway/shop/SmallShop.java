package io.leeway.shop;

import io.leeway.jobs.TrainJob;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.TrainJobOptions;
import io.leeway.model.ModelDigest;
import io.leeway.model.ModelRepository;
import io.leeway.releases.ModelRelease;
import io.leeway.shopper.Task;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.sources.importers.HistoryOptions;
import io.leeway.sources.importers.HistoryWriter;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A simulated shop with 40 days of history on disk and both models trained on it: made once in a
 * JVM, for all tests that need a real one.
 *
 * @param shop the simulator, for its live records and its truth
 * @param history the folder of its history
 * @param models the folder of its models
 */
public record SmallShop(SimulatedShop shop, Path history, Path models) {
    private static SmallShop made;

    /** The shop; the first call takes about half a minute. */
    public static synchronized SmallShop get() {
        if (made == null) {
            try {
                made = make();
            } catch (Exception e) {
                throw new IllegalStateException("Expected to make the small shop", e);
            }
        }
        return made;
    }

    private static SmallShop make() throws Exception {
        Path folder = Files.createTempDirectory("small-shop");
        SimulatedShop shop = new SimulatedShop(ShopSettings.from(Instant.parse("2026-01-05T00:00:00Z"))
                .withShoppers(300)
                .withHistoryDays(40)
                .withLive(Duration.ofDays(2)));
        Path history = folder.resolve("history");
        write(shop, history);
        Path models = folder.resolve("models");
        TrainJob.train(batch(), TrainJobOptions.of(JobSourceOptions.of(history), models, 7.0), TrainingProgress.none());
        return new SmallShop(shop, history, models);
    }

    /** Writes a shop's history as an import would. */
    public static void write(SimulatedShop shop, Path history) throws IOException {
        try (HistoryWriter writer = HistoryWriter.open(history, HistoryOptions.DEFAULT)) {
            for (Iterator<HistoryLine> lines = shop.history(); lines.hasNext(); ) {
                HistoryLine line = lines.next();
                writer.append(line.eventTimeMillis(), line.value());
            }
            writer.finish();
        }
    }

    /** History is complete up to here. */
    public Instant seam() {
        return shop.settings().seam();
    }

    /** Nothing arrives after it. */
    public Instant end() {
        return shop.settings().end();
    }

    /** Both models, effective from the beginning. */
    public List<ModelRelease> releases() {
        List<ModelRelease> releases = new ArrayList<>();
        for (Task task : Task.values()) {
            var location = new ModelRepository(models).latest(task.id());
            releases.add(new ModelRelease(
                    task.id(),
                    location.version(),
                    ModelDigest.of(location.directory()).digest(),
                    models.toString(),
                    Long.MIN_VALUE));
        }
        return releases;
    }

    /** A local environment in batch. */
    public static StreamExecutionEnvironment batch() {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        return env;
    }
}
