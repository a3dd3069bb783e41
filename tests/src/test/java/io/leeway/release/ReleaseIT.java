package io.leeway.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.console.ClockPause;
import io.leeway.cli.demo.LivePlayer;
import io.leeway.cli.demo.PlayedRecord;
import io.leeway.features.FeaturesOptions;
import io.leeway.jobs.PipelineHooks;
import io.leeway.jobs.ScoringPipeline;
import io.leeway.local.EmbeddedBroker;
import io.leeway.release.CommittedVersions.Answer;
import io.leeway.release.CommittedVersions.Request;
import io.leeway.releases.KafkaReleaseFeed;
import io.leeway.releases.ReleaseTopics;
import io.leeway.scoring.BundleOptions;
import io.leeway.shop.SmallShop;
import io.leeway.shopper.ProfileSettings;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.LiveRecord;
import io.leeway.sinks.Sinks;
import io.leeway.sources.SourceOptions;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two jobs score a shop that is open, one undisturbed and one that is killed at the switches, while the command releases a shadow, a canary, a version that is damaged, a
 * version for everybody, and takes it back.
 */
class ReleaseIT {
    private static final Duration CHECKPOINTS = Duration.ofSeconds(2);
    private static final Duration PLAYED_IN = Duration.ofSeconds(45);
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final String EVENTS = "leeway.events";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SmallShop small = SmallShop.get();
    private final SimulatedShop shop = small.shop();
    private final Instant seam = small.seam();
    private final Instant shadow = seam.plus(Duration.ofHours(22));
    private final Instant canary = seam.plus(Duration.ofHours(28));
    private final Instant damaged = seam.plus(Duration.ofHours(30));
    private final Instant release = seam.plus(Duration.ofHours(34));
    private final Instant rollback = seam.plus(Duration.ofHours(40));

    @TempDir
    private Path folder;

    @Test
    void everyRequestIsAnsweredByTheOneVersionThatIsToDecideAlsoWhenKilledAtTheSwitchAndInAReplay() throws Exception {
        ReleasedModels models = new ReleasedModels(folder.resolve("released"));
        models.add(small.models(), "churn", 2);
        models.add(small.models(), "churn", 3);
        models.damage("churn", 3);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            String servers = broker.bootstrapServers();
            broker.createTopic(EVENTS, 2, Map.of());
            beginBeforeSeam(servers);
            for (String topic :
                    List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES)) {
                broker.createTopic(topic, 1, Map.of());
            }
            assertThat(leeway(servers, "init")).contains("leeway.releases", "leeway.releases.status", Topics.SHADOW);

            FailOnce undisturbed = new FailOnce("undisturbed", List.of());
            FailOnce killed = new FailOnce(
                    "killed", List.of(canary.toEpochMilli(), release.toEpochMilli(), rollback.toEpochMilli()));
            ExecutorService player = Executors.newSingleThreadExecutor();
            try (VisibleCommits commits = new VisibleCommits(servers)) {
                JobClient first = start(
                        servers,
                        undisturbed,
                        Sinks.kafka(KafkaConnection.to(servers), "undisturbed", Duration.ofMinutes(5)));
                JobClient second = start(
                        servers, killed, Sinks.files(folder.resolve("killed").toString()));
                // Played time runs fast: it begins when the jobs do.
                await("both jobs to run")
                        .atMost(PATIENCE)
                        .until(() -> first.getJobStatus().get() == JobStatus.RUNNING
                                && second.getJobStatus().get() == JobStatus.RUNNING);
                Future<?> playing = player.submit(() -> play(servers));
                await("the first scores").atMost(PATIENCE).until(() -> commits.scores() > 0);
                commits.measure();
                publish(servers, models);
                playing.get();
                Duration longest = commits.longest();
                System.out.printf(
                        "longest time without a commit: %d ms, at a checkpoint every %d ms%n",
                        longest.toMillis(), CHECKPOINTS.toMillis());

                CommittedVersions replayed = replay(servers);
                requireRightVersions(replayed);
                await("all scores of the undisturbed job")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> commits.versions().deciding().size()
                                >= replayed.deciding().size());
                await("all scores of the killed job")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> CommittedVersions.ofFiles(folder.resolve("killed"))
                                        .deciding()
                                        .size()
                                >= replayed.deciding().size());
                first.cancel().get();
                second.cancel().get();

                assertThat(undisturbed.restarts())
                        .as("restarts of the undisturbed job")
                        .isZero();
                assertThat(killed.restarts()).as("restarts of the killed job").isEqualTo(3);
                requireSame(commits.versions(), replayed, "undisturbed");
                requireSame(CommittedVersions.ofFiles(folder.resolve("killed")), replayed, "killed");
            } finally {
                player.shutdownNow();
            }
        }
    }

    private void beginBeforeSeam(String servers) {
        long before = seam.minus(Duration.ofMinutes(15)).toEpochMilli();
        try (KafkaProducer<byte[], byte[]> producer =
                KafkaConnection.to(servers).producer(Map.of())) {
            for (int partition = 0; partition < 2; partition++) {
                producer.send(new ProducerRecord<byte[], byte[]>(EVENTS, partition, before, null, null));
            }
        }
    }

    private Void play(String servers) throws InterruptedException {
        double speed = (double) Duration.between(seam, shop.settings().end()).toMillis() / PLAYED_IN.toMillis();
        LivePlayer.Settings settings = new LivePlayer.Settings(
                servers, EVENTS, speed, seam, shop.settings().end(), lateness());
        Iterator<LiveRecord> live = shop.live();
        new LivePlayer(settings, Clock.systemUTC(), ClockPause.parking()).play(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return live.hasNext();
            }

            @Override
            public PlayedRecord next() {
                LiveRecord record = live.next();
                return new PlayedRecord(record.arrivalMillis(), record.userId(), record.value());
            }
        });
        return null;
    }

    private Duration lateness() {
        return shop.settings().allowedLateness();
    }

    private JobClient start(String servers, PipelineHooks edges, Sinks.Destination destination) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        define(env, servers, false, edges, destination);
        return env.executeAsync("releases");
    }

    private CommittedVersions replay(String servers) throws Exception {
        Path output = folder.resolve("replayed");
        StreamExecutionEnvironment env = SmallShop.batch();
        define(env, servers, true, PipelineHooks.PLAIN, Sinks.files(output.toString()));
        env.execute("replay");
        return CommittedVersions.ofFiles(output);
    }

    private void define(
            StreamExecutionEnvironment env,
            String servers,
            boolean bounded,
            PipelineHooks edges,
            Sinks.Destination destination) {
        ScoringPipeline.define(
                env,
                new SourceOptions(
                        null, new SourceOptions.Live(KafkaConnection.to(servers), EVENTS, bounded), seam, lateness()),
                new ScoringPipeline.Options(
                        new FeaturesOptions(
                                ProfileSettings.DEFAULTS,
                                seam,
                                shop.settings().end().minus(Duration.ofHours(1)),
                                seam,
                                false),
                        BundleOptions.DEFAULTS,
                        small.releases(),
                        new KafkaReleaseFeed(ReleaseTopics.at(KafkaConnection.to(servers), Topics.RELEASES)),
                        edges),
                destination);
    }

    private void publish(String servers, ReleasedModels models) throws Exception {
        String released = models.folder().toString();
        assertThat(leeway(servers, "shadow", "churn", "2", "--models", released, "--effective-from", shadow.toString()))
                .contains("accepted");
        assertThat(leeway(
                        servers,
                        "canary",
                        "churn",
                        "2",
                        "--share",
                        "0.3",
                        "--models",
                        released,
                        "--effective-from",
                        canary.toString()))
                .contains("30.0 % of the users", "accepted");
        assertThat(leeway(
                        servers, "release", "churn", "3", "--models", released, "--effective-from", damaged.toString()))
                .contains("found it refused; the versions that served keep serving", "SHA-256");
        assertThat(leeway(
                        servers, "release", "churn", "2", "--models", released, "--effective-from", release.toString()))
                .contains("accepted");
        assertThat(leeway(
                        servers,
                        "rollback",
                        "churn",
                        "--models",
                        small.models().toString(),
                        "--effective-from",
                        rollback.toString()))
                .contains("churn version 1 decides", "accepted");
        assertThat(leeway(servers, "status")).contains("scheduled", "refused");
        JsonNode status = JSON.readTree(leeway(servers, "status", "--json"));
        assertThat(status.get("submittedWith").toString()).contains("{\"model\":\"churn\",\"version\":1}");
        List<String> said = new ArrayList<>();
        status.get("releases")
                .forEach(each -> said.add(each.get("role").asText() + " " + each.get("version") + " "
                        + each.get("verdict").asText()));
        assertThat(said)
                .containsExactly(
                        "shadow 2 accepted",
                        "canary 2 accepted",
                        "active 3 refused",
                        "active 2 accepted",
                        "active 1 accepted");
    }

    /** What `leeway model` prints, on both streams. */
    private String leeway(String servers, String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--bootstrap", servers));
        if (!arguments[0].equals("init")) {
            line.addAll(List.of("--allowed-lateness", lateness().toSeconds() + "s"));
        }
        return ModelCommands.run(line.toArray(String[]::new)).said();
    }

    private void requireRightVersions(CommittedVersions versions) {
        int canaries = 0;
        int trial = 0;
        for (Map.Entry<Request, List<Answer>> each : versions.deciding().entrySet()) {
            Request request = each.getKey();
            assertThat(each.getValue()).as("answers to %s", request).hasSize(1);
            long version = each.getValue().get(0).version();
            if (!request.model().equals("churn")) {
                assertThat(version).as("%s", request).isEqualTo(1);
            } else if (request.asOf().isBefore(canary) || !request.asOf().isBefore(rollback)) {
                assertThat(version).as("%s", request).isEqualTo(1);
            } else if (!request.asOf().isBefore(release)) {
                assertThat(version).as("%s", request).isEqualTo(2);
            } else {
                trial++;
                canaries += version == 2 ? 1 : 0;
                assertThat(each.getValue().get(0).role()).isEqualTo(version == 2 ? "canary" : "active");
            }
        }
        // A third of some hundred users, who score several times each.
        assertThat((double) canaries / trial).isBetween(0.1, 0.5);
        assertThat(versions.shadow().keySet())
                .allSatisfy(request -> assertThat(request.model().equals("churn")
                                && !request.asOf().isBefore(shadow)
                                && request.asOf().isBefore(canary))
                        .isTrue());
        long shadowed = versions.deciding().keySet().stream()
                .filter(request -> request.model().equals("churn")
                        && !request.asOf().isBefore(shadow)
                        && request.asOf().isBefore(canary))
                .count();
        assertThat(versions.shadow()).hasSize((int) shadowed);
        assertThat(shadowed).isGreaterThan(20);
        assertThat(trial).isGreaterThan(20);
    }

    private static void requireSame(CommittedVersions found, CommittedVersions expected, String run) {
        assertThat(found.deciding().keySet())
                .as("requests of the %s job", run)
                .isEqualTo(expected.deciding().keySet());
        expected.deciding()
                .forEach((request, answers) -> assertThat(found.deciding().get(request))
                        .as("answers of the %s job to %s", run, request)
                        .isEqualTo(answers));
        assertThat(found.shadow()).as("shadows of the %s job", run).isEqualTo(expected.shadow());
    }
}
