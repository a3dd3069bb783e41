package io.leeway.bench.measure;

import io.leeway.cli.demo.SimulatedDemoShop;
import io.leeway.features.Features;
import io.leeway.features.FeaturesOptions;
import io.leeway.jobs.TrainJob;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.TrainJobOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.model.ModelDigest;
import io.leeway.model.ModelLocation;
import io.leeway.model.ModelRepository;
import io.leeway.records.FeatureVector;
import io.leeway.releases.ModelRelease;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Task;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.Sources;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * What benchmarks share: a small simulated shop with its history on disk, models trained on it,
 * vectors of its shoppers, and a broker. Each is made when first asked for.
 *
 * <p>Closing it stops the broker; the folder is its owner's.
 */
public final class BenchmarkRig implements AutoCloseable {
    private static final Instant OPENED = Instant.parse("2026-01-05T00:00:00Z");
    private static final int VECTORS = 4_000;
    /** Fewer leave too few examples to train on. */
    private static final int LEAST_SHOPPERS = 60;

    private final Path folder;
    private final int rounds;
    private final double size;
    private final @Nullable Path foreignModel;
    private final Map<Task, List<FeatureVector>> vectors = new EnumMap<>(Task.class);
    private @Nullable SimulatedShop shop;
    private @Nullable EmbeddedBroker broker;

    /**
     * @param rounds how often each contestant has its turn
     * @param size share of the usual size, above 0 up to 1
     * @param foreignModel a SavedModel of others with one float32 input, or null
     */
    public BenchmarkRig(Path folder, int rounds, double size, @Nullable Path foreignModel) {
        this.folder = folder;
        this.rounds = rounds;
        this.size = size;
        this.foreignModel = foreignModel;
    }

    public Path folder() {
        return folder;
    }

    public int rounds() {
        return rounds;
    }

    /**
     * Turns that count for nothing, before the rounds; a part of the usual size is no measurement.
     */
    public int warmUps() {
        return size < 1 ? 0 : 1;
    }

    /** That share of a usual number of shoppers, rows, events or milliseconds; 1 at least. */
    public int sized(long usual) {
        return (int) Math.max(1, Math.round(usual * size));
    }

    public Optional<Path> foreignModel() {
        return Optional.ofNullable(foreignModel);
    }

    /** The simulated shop, its history written to {@link #history()}. */
    public SimulatedShop shop() throws IOException {
        SimulatedShop made = shop;
        if (made == null) {
            made = new SimulatedShop(ShopSettings.from(OPENED)
                    .withShoppers(Math.max(LEAST_SHOPPERS, sized(300)))
                    .withHistoryDays(40)
                    .withLive(Duration.ofDays(2)));
            SimulatedDemoShop.writeHistory(made, folder.resolve("history"), lines -> {});
            shop = made;
        }
        return made;
    }

    Path history() throws IOException {
        shop();
        return folder.resolve("history");
    }

    /**
     * The folder with the models that the jobs serve: a GRU for churn, a Transformer for interest.
     */
    public Path models() throws Exception {
        return trained(ChurnNetwork.GRU, null);
    }

    /** The folder of a churn model of dense layers alone. */
    public Path denseModels() throws Exception {
        return trained(ChurnNetwork.DNN, Task.CHURN);
    }

    private Path trained(ChurnNetwork network, @Nullable Task only) throws Exception {
        Path models = folder.resolve("models-" + network.name().toLowerCase(Locale.ROOT));
        if (!Files.isDirectory(models)) {
            TrainJob.train(
                    batch(),
                    TrainJobOptions.of(JobSourceOptions.of(history()), models, 7.0)
                            .withNetwork(network, only),
                    TrainingProgress.none());
        }
        return models;
    }

    /** The newest model of a task below a folder, effective from the beginning. */
    public static ModelRelease release(Path models, Task task) {
        ModelLocation location = new ModelRepository(models).latest(task.id());
        return new ModelRelease(
                task.id(),
                location.version(),
                ModelDigest.of(location.directory()).digest(),
                models.toString(),
                Long.MIN_VALUE);
    }

    /** Requests that the shop's shoppers made, by the features operator itself. */
    public List<FeatureVector> vectors(Task task) throws Exception {
        if (vectors.isEmpty()) {
            Instant seam = shop().settings().seam();
            FeaturesOptions options =
                    new FeaturesOptions(ProfileSettings.DEFAULTS, seam, seam.minusMillis(1), null, false);
            try (CloseableIterator<FeatureVector> made =
                    features(history(), seam, options).vectors().executeAndCollect("leeway vectors")) {
                for (int i = 0; made.hasNext(); i++) {
                    FeatureVector vector = made.next();
                    List<FeatureVector> ofTask =
                            vectors.computeIfAbsent(Task.of(vector.task()), absent -> new ArrayList<>());
                    // Every fifth pair, so that they come from many shoppers: batch shows one after
                    // another.
                    if (!vector.isErasure() && ofTask.size() < VECTORS && i / 2 % 5 == 0) {
                        ofTask.add(vector);
                    }
                }
            }
        }
        return List.copyOf(vectors.getOrDefault(task, List.of()));
    }

    /** The features operator over a history, in batch. */
    public static Features.Result features(Path history, Instant seam, FeaturesOptions options) {
        SourceOptions sources = new SourceOptions(history.toString(), null, seam, Duration.ofMinutes(10));
        return Features.of(Sources.of(batch(), sources).arrivals(), options);
    }

    public EmbeddedBroker broker() throws InterruptedException {
        EmbeddedBroker started = broker;
        if (started == null) {
            started = EmbeddedBroker.start(folder.resolve("broker"));
            broker = started;
        }
        return started;
    }

    /** Flink in this process, in batch on both cores. */
    public static StreamExecutionEnvironment batch() {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
        return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    }

    /** Flink in this process, streaming, one of each task. */
    public static StreamExecutionEnvironment single() {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        return StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    }

    @Override
    public void close() {
        EmbeddedBroker started = broker;
        if (started != null) {
            started.close();
        }
    }
}
