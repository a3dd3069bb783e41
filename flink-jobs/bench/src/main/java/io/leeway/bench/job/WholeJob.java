package io.leeway.bench.job;

import io.leeway.bench.measure.BenchmarkRig;
import io.leeway.cli.console.ClockPause;
import io.leeway.cli.demo.LivePlayer;
import io.leeway.features.FeaturesOptions;
import io.leeway.jobs.PipelineHooks;
import io.leeway.jobs.ScoringPipeline;
import io.leeway.local.EmbeddedBroker;
import io.leeway.local.FreePorts;
import io.leeway.local.LocalFlink;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelRepository;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.lease.Lease;
import io.leeway.releases.ModelRelease;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.ModelCalls;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Task;
import io.leeway.sinks.Sinks;
import io.leeway.sources.SourceOptions;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The scoring job as a user has it: Kafka to Kafka exactly once, RocksDB, checkpoints every two
 * seconds, two of each task, in the environment of the demo.
 *
 * <p>Holds a lease of both models while it is open, so that no turn waits for one to be loaded.
 * Closing it gives them back.
 */
public final class WholeJob implements AutoCloseable {
    private static final Duration CHECKPOINTS = Duration.ofSeconds(2);
    private static final Duration LATENESS = Duration.ofMinutes(10);
    private static final Duration TRANSACTIONS = Duration.ofMinutes(5);
    private static final int PARTITIONS = 4;
    private static final ProfileSettings SETTINGS = ProfileSettings.DEFAULTS;

    private final EmbeddedBroker broker;
    private final Path folder;
    private final List<ModelRelease> releases;
    private final Map<Task, Lease<SavedModel>> leases = new EnumMap<>(Task.class);
    private final Clock clock = Clock.systemUTC();
    private int runs;

    private WholeJob(EmbeddedBroker broker, Path folder, List<ModelRelease> releases) {
        this.broker = broker;
        this.folder = folder;
        this.releases = releases;
    }

    /**
     * Makes topics for what the job writes, and loads the models.
     *
     * @param name of a folder in the rig's, where checkpoints go
     */
    public static WholeJob open(BenchmarkRig rig, String name) throws Exception {
        Path models = rig.models();
        List<ModelRelease> releases = new ArrayList<>();
        for (Task task : Task.values()) {
            releases.add(BenchmarkRig.release(models, task));
        }
        EmbeddedBroker broker = rig.broker();
        for (String topic : List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES)) {
            broker.createTopicIfAbsent(topic, PARTITIONS);
        }
        WholeJob job = new WholeJob(broker, rig.folder().resolve(name), releases);
        for (ModelRelease release : releases) {
            Task task = Task.of(release.model());
            job.leases.put(
                    task,
                    SharedModels.acquire(
                            new ModelRepository(models).version(release.model(), release.version()),
                            LoadOptions.serving(task, SETTINGS.featureSettings())
                                    .withDigest(release.digest())));
        }
        return job;
    }

    /** A player of visits into a topic that it makes. */
    public LivePlayer player(String topic, PlayedVisits visits, double speed) throws InterruptedException {
        broker.createTopicIfAbsent(topic, PARTITIONS);
        beginBefore(topic, visits.first());
        return new LivePlayer(
                new LivePlayer.Settings(
                        broker.bootstrapServers(), topic, speed, visits.first(), visits.end(), LATENESS),
                clock,
                ClockPause.parking());
    }

    /** A topic has to begin before the seam: a heartbeat for each partition. */
    private void beginBefore(String topic, Instant seam) {
        long before = seam.minus(LATENESS).minus(LATENESS).toEpochMilli();
        try (KafkaProducer<byte[], byte[]> producer =
                KafkaConnection.to(broker.bootstrapServers()).producer(Map.of())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                producer.send(new ProducerRecord<byte[], byte[]>(topic, partition, before, null, null));
            }
        }
    }

    /** Defines the job, ready to be executed; the second of two is another job to the broker. */
    public StreamExecutionEnvironment define(
            String topic, PlayedVisits visits, boolean bounded, ModelCalls calls, PipelineHooks edges) {
        int run = runs++;
        StreamExecutionEnvironment env =
                LocalFlink.streaming(folder.resolve("checkpoints-" + run), FreePorts.free(), CHECKPOINTS);
        // A turn that fails is no measurement.
        Configuration once = new Configuration();
        once.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        env.configure(once);
        String servers = broker.bootstrapServers();
        Instant seam = visits.first();
        ScoringPipeline.define(
                env,
                new SourceOptions(
                        null, new SourceOptions.Live(KafkaConnection.to(servers), topic, bounded), seam, LATENESS),
                new ScoringPipeline.Options(
                        new FeaturesOptions(SETTINGS, seam, bounded ? visits.end() : null, seam, false),
                        new BundleOptions(
                                BundleOptions.DEFAULTS.rows(),
                                BundleOptions.DEFAULTS.linger(),
                                BundleOptions.DEFAULTS.threads(),
                                calls),
                        releases,
                        edges),
                Sinks.kafka(KafkaConnection.to(servers), folder.getFileName() + "-" + run, TRANSACTIONS));
        return env;
    }

    /** Where a job's savepoint may go. */
    public String savepoints() {
        return folder.resolve("savepoint-" + runs).toUri().toString();
    }

    @Override
    public void close() {
        leases.values().forEach(Lease::close);
    }
}
