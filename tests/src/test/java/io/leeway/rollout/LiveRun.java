package io.leeway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leeway.cli.console.ClockPause;
import io.leeway.cli.demo.LivePlayer;
import io.leeway.cli.demo.PlayFigures;
import io.leeway.cli.demo.SimulatedDemoShop;
import io.leeway.fault.RunOutput;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.ScoringJob;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.jobs.options.ScoringJobOptions;
import io.leeway.shop.SmallShop;
import io.leeway.simulator.SimulatedShop;
import io.leeway.topics.ServedTopics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;

/**
 * The scoring job from history into a topic that is being played: one topic of its own, and what
 * came of it.
 */
final class LiveRun implements AutoCloseable {

    static final Duration CHECKPOINTS = Duration.ofSeconds(2);

    private static final double SPEED = 1800;
    private static final int PARTITIONS = 4;
    private static final Duration LEAD_IN = Duration.ofMinutes(15);
    private static final Duration TO_READ = Duration.ofMinutes(2);

    private final LocalProcesses cluster;
    private final SmallShop small;
    private final SimulatedShop shop;
    private final String name;
    private final CommittedRuns committed;
    private final Map<TopicPartition, Long> begin;
    private final ExecutorService player = Executors.newSingleThreadExecutor(task -> new Thread(task, "live"));
    private final LivePlayer live;
    private final Future<PlayFigures> playing;

    /** Makes the topic and begins to play. */
    LiveRun(LocalProcesses cluster, SmallShop small, SimulatedShop shop, String name) throws Exception {
        this.cluster = cluster;
        this.small = small;
        this.shop = shop;
        this.name = name;
        this.committed = new CommittedRuns(cluster.bootstrapServers());
        this.begin = committed.ends();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic(), PARTITIONS, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            ServedTopics.await(admin, List.of(topic()), Duration.ofMinutes(2));
        }
        this.live = new LivePlayer(
                new LivePlayer.Settings(
                        cluster.bootstrapServers(),
                        topic(),
                        SPEED,
                        small.seam().minus(LEAD_IN),
                        end(),
                        shop.settings().allowedLateness()),
                Clock.systemUTC(),
                ClockPause.parking());
        this.playing = player.submit(() -> live.play(SimulatedDemoShop.arrivals(shop.live())));
    }

    String topic() {
        return "events." + name;
    }

    Instant end() {
        return shop.settings().end();
    }

    CommittedRuns committed() {
        return committed;
    }

    /** Submits the job and waits until all its tasks run. */
    String submit(String transactionalId, int parallelism, String... options) {
        return submit(transactionalId, parallelism, List.of(options), models());
    }

    /** The same with models of the job's own. */
    String submit(String transactionalId, int parallelism, List<String> options, ModelOptions models) {
        List<String> words = new ArrayList<>(options);
        words.addAll(List.of("--parallelism", Integer.toString(parallelism), "ScoringJob"));
        words.addAll(ScoringJob.arguments(ScoringJobOptions.of(source(), models)
                .withCommit(CommitOptions.DEFAULTS
                        .withCheckpointInterval(CHECKPOINTS)
                        .withTransactionalId(transactionalId))
                .withUntil(end())));
        String id = cluster.run(words.toArray(String[]::new));
        cluster.rest().awaitAllRunning(id, Duration.ofSeconds(60));
        return id;
    }

    ModelOptions models() {
        return ModelOptions.of(small.models());
    }

    /** The same events in batch, in this process. */
    RunOutput replay(Path output, ModelOptions models) throws Exception {
        StreamExecutionEnvironment env = SmallShop.batch();
        BackfillJob.define(env, BackfillJobOptions.withTopic(source(), models, end(), output));
        env.execute("replay");
        return RunOutput.ofFiles(output);
    }

    private JobSourceOptions source() {
        return JobSourceOptions.of(small.history())
                .withTopic(cluster.bootstrapServers(), topic())
                .withSeam(small.seam())
                .withAllowedLateness(shop.settings().allowedLateness());
    }

    /**
     * Waits until history is scored and live events come in, a number of times over when several
     * jobs read them.
     */
    void awaitLive(int jobs) {
        await("live events in committed tallies")
                .atMost(TO_READ)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> live(committed.sofar(begin)) > 50L * jobs);
    }

    /** Waits until all that was played is read. */
    void awaitRead(int jobs) throws Exception {
        long played = playing.get(3, TimeUnit.MINUTES).records();
        assertThat(played).isGreaterThan(200);
        await("all live events in committed tallies")
                .atMost(TO_READ)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> live(committed.sofar(begin)) >= played * jobs);
    }

    /** Waits until the shop's clock has come to an instant. */
    void awaitClock(Instant instant) {
        await("the shop's clock at " + instant)
                .atMost(TO_READ)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !live.figures().playedTo().isBefore(instant));
    }

    /** Still playing: what is done now is done under load. */
    void requireLoad() {
        assertThat(playing.isDone()).as("events have all been played before").isFalse();
    }

    private static long live(RunOutput output) {
        return output.tallies().entrySet().stream()
                .filter(tally ->
                        tally.getKey().endsWith(".live") || tally.getKey().endsWith(".before-seam"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** @return the savepoint's path */
    String stop(String job, boolean drain) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, "localhost");
        configuration.set(
                RestOptions.PORT, Integer.parseInt(cluster.jobManager().substring("localhost:".length())));
        try (RestClusterClient<StandaloneClusterId> client =
                new RestClusterClient<>(configuration, StandaloneClusterId.getInstance())) {
            return client.stopWithSavepoint(
                            JobID.fromHexString(job),
                            drain,
                            cluster.savepoints().toUri().toString(),
                            SavepointFormatType.CANONICAL)
                    .get(2, TimeUnit.MINUTES);
        }
    }

    /** All that this run committed. */
    RunOutput output() {
        return committed.since(begin);
    }

    @Override
    public void close() {
        player.shutdownNow();
    }
}
