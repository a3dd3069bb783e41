package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leeway.cli.savepoint.SavepointContents;
import io.leeway.decisions.canary.GuardOptions;
import io.leeway.decisions.effect.EffectOptions;
import io.leeway.decisions.winback.WinBackOptions;
import io.leeway.jobs.AdvertisingJob;
import io.leeway.jobs.EffectJob;
import io.leeway.jobs.GuardJob;
import io.leeway.jobs.RecommendJob;
import io.leeway.jobs.WinBackJob;
import io.leeway.jobs.options.AdvertisingJobOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.EffectJobOptions;
import io.leeway.jobs.options.GuardJobOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.RecommendJobOptions;
import io.leeway.jobs.options.WinBackJobOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.releases.ReleaseTopics;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Savepoints of the decision jobs and of the guard, in {@code savepoints/fixtures/decisions/}, a
 * folder for each job: what it had read when it was stopped is in {@code before.jsonl}, what came
 * next in {@code after.jsonl}, and what it then wrote in {@code next.jsonl}. This build continues
 * from each {@code savepoint-*} and writes the same. With {@code -Dleeway.savepoints.rewrite=true}
 * and {@code -Dleeway.savepoints.fixture=<name>} a {@code savepoint-<name>} of this build is added
 * first where there is none; with {@code -Dleeway.decisions=true} every savepoint is restored on
 * every state backend.
 */
class DecisionFixtureIT {
    private static final Path FIXTURES = Path.of("..", "savepoints", "fixtures", "decisions");
    private static final String NEW = System.getProperty("leeway.savepoints.fixture", "");

    /** Where a new fixture is written first, whose address is part of it: no folder of a user. */
    private static final Path WRITTEN = Path.of("/var/tmp/leeway-fixture");

    private static final boolean ALL = Boolean.getBoolean("leeway.decisions");
    private static final long MOST_BYTES = 200_000;
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private static Path scratch;

    /** A job's graph, and the topics that it writes. */
    private enum Job {
        RECOMMEND(List.of(Topics.RECOMMENDATIONS)),
        ADVERTISE(List.of(Topics.ADS, Topics.EFFECTS)),
        WIN_BACK(List.of(Topics.OFFERS)),
        EFFECT(List.of(Topics.EFFECTS)),
        GUARD(List.of(Topics.RELEASES));

        private final List<String> outputs;

        Job(List<String> outputs) {
            this.outputs = outputs;
        }

        Path folder() {
            return FIXTURES.resolve(name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }

        void define(StreamExecutionEnvironment env, String servers) {
            DeciderOptions decider = DeciderOptions.of(servers);
            switch (this) {
                case RECOMMEND -> RecommendJob.define(env, RecommendJobOptions.of(decider));
                case ADVERTISE -> AdvertisingJob.define(env, AdvertisingJobOptions.of(decider));
                case WIN_BACK ->
                    WinBackJob.define(
                            env, new WinBackJobOptions(decider, JobSourceOptions.DEFAULTS.topic(), null, winBack()));
                case EFFECT -> {
                    EffectOptions effects = new EffectOptions(
                            Duration.ofHours(6),
                            Duration.ofHours(8),
                            Duration.ofHours(20),
                            Duration.ofHours(30),
                            Duration.ofDays(1));
                    EffectJob.define(
                            env, new EffectJobOptions(decider, JobSourceOptions.DEFAULTS.topic(), true, effects, null));
                }
                case GUARD -> {
                    GuardOptions guard = new GuardOptions(
                            Duration.ofHours(1), Duration.ofDays(1), 0.2, 0.02, 20, Duration.ofDays(1));
                    GuardJob.define(env, GuardJobOptions.of(decider, guard));
                }
            }
        }

        private static WinBackOptions winBack() {
            return new WinBackOptions(
                    WinBackOptions.DEFAULTS.warnAt(),
                    WinBackOptions.DEFAULTS.clearBelow(),
                    Duration.ofDays(2),
                    Duration.ofDays(3),
                    0.2,
                    0.3,
                    120,
                    Duration.ofDays(2),
                    false,
                    WinBackOptions.DEFAULTS.forget(),
                    WinBackOptions.DEFAULTS.seed());
        }
    }

    @TestFactory
    Stream<DynamicTest> everySavepointContinues() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Job job : Job.values()) {
            Path added = job.folder().resolve("savepoint-" + NEW);
            if (SavepointLedgerFiles.REWRITE && !NEW.isEmpty() && !Files.exists(added)) {
                write(job, added);
            }
            try (Stream<Path> files = Files.list(job.folder())) {
                for (Path savepoint : files.filter(Files::isDirectory).sorted().toList()) {
                    for (String backend : backends(savepoint)) {
                        tests.add(DynamicTest.dynamicTest(
                                job + " from " + savepoint.getFileName() + " on " + backend,
                                () -> continues(job, savepoint, backend)));
                    }
                }
            }
        }
        return tests.stream();
    }

    /**
     * Each backend has a way of its own to read POJOs; the heap backend reads bytes without a
     * codec.
     */
    private static List<String> backends(Path savepoint) {
        boolean pojos = pojos(savepoint) > 0;
        return ALL || pojos ? List.of("rocksdb", "hashmap") : List.of("hashmap");
    }

    private static long pojos(Path savepoint) {
        return SavepointContents.read(savepoint.toString()).operators().stream()
                .flatMap(operator -> operator.states().stream())
                .filter(state -> state.type().contains("PojoSerializer"))
                .count();
    }

    private static void continues(Job job, Path savepoint, String backend) throws Exception {
        List<DecisionFixture> expected = DecisionFixture.read(job.folder().resolve("next.jsonl"));
        List<DecisionFixture> before = DecisionFixture.read(job.folder().resolve("before.jsonl"));
        try (EmbeddedBroker broker = broker()) {
            String servers = broker.bootstrapServers();
            DecisionFixture.append(servers, before);
            List<DecisionFixture> after = DecisionFixture.read(job.folder().resolve("after.jsonl"));
            DecisionFixture.append(servers, after);
            progress(servers, before, after);
            Path copy = Files.createTempDirectory(scratch, "copied");
            FileUtils.copy(
                    new org.apache.flink.core.fs.Path(savepoint.toUri()),
                    new org.apache.flink.core.fs.Path(copy.resolve("savepoint").toUri()),
                    false);
            FixtureTopicIds.adopt(copy.resolve("savepoint"), servers);
            JobClient running = start(job, servers, copy.resolve("savepoint"), backend);
            Map<String, Long> outputs = outputs(job, before);
            awaitRecords(running, servers, outputs, expected.size());
            Path stopped = stop(running, scratch.resolve("savepoints"));
            assertThat(pojos(stopped)).as("states that name classes").isZero();
            DecisionFixture.requireSame(
                    job + " from " + savepoint, expected, DecisionFixture.committed(servers, outputs));
        }
    }

    /** A job over what comes before is stopped; an undisturbed one says what comes next. */
    private static void write(Job job, Path savepoint) throws Exception {
        List<DecisionFixture> before = DecisionFixture.read(job.folder().resolve("before.jsonl"));
        List<DecisionFixture> after = DecisionFixture.read(job.folder().resolve("after.jsonl"));
        Map<String, Long> outputs = outputs(job, before);
        List<DecisionFixture> first;
        try (EmbeddedBroker broker = broker()) {
            String servers = broker.bootstrapServers();
            DecisionFixture.append(servers, before);
            JobClient running = start(job, servers, null, "rocksdb");
            awaitNothingMore(running, servers, outputs);
            Path stopped = stop(running, WRITTEN);
            Files.createDirectories(savepoint);
            Files.copy(stopped.resolve("_metadata"), savepoint.resolve("_metadata"));
            FixtureTopicIds.write(savepoint, servers);
            FileUtils.deleteDirectory(WRITTEN.toFile());
            first = DecisionFixture.committed(servers, outputs);
        }
        List<DecisionFixture> all;
        try (EmbeddedBroker broker = broker()) {
            String servers = broker.bootstrapServers();
            DecisionFixture.append(servers, before);
            DecisionFixture.append(servers, after);
            progress(servers, before, after);
            JobClient running = start(job, servers, null, "rocksdb");
            awaitNothingMore(running, servers, outputs);
            stop(running, scratch.resolve("savepoints"));
            all = new ArrayList<>(DecisionFixture.committed(servers, outputs));
        }
        assertThat(all).as("%s before and after", job).containsAll(first).hasSizeGreaterThan(first.size());
        first.forEach(all::remove);
        System.out.println(job + ": " + first.size() + " before, " + all.size() + " next");
        Path next = job.folder().resolve("next.jsonl");
        if (!Files.exists(next)) {
            DecisionFixture.write(next, all);
        }
        assertThat(SavepointContents.read(savepoint.toString()).bytes()).isLessThan(MOST_BYTES);
    }

    private static void progress(String servers, List<DecisionFixture> before, List<DecisionFixture> after) {
        List<DecisionFixture> all = new ArrayList<>(before);
        all.addAll(after);
        DecisionFixture.appendProgress(
                servers, Topics.WITH_PROGRESS, all, DeciderOptions.of(servers).allowedLateness());
    }

    /** A shop that runs win-back alone: topics of decisions that were never written hold nothing back. */
    @Test
    void effectsOfOffersAlone() throws Exception {
        List<DecisionFixture> records =
                new ArrayList<>(DecisionFixture.read(Job.EFFECT.folder().resolve("before.jsonl")));
        records.addAll(DecisionFixture.read(Job.EFFECT.folder().resolve("after.jsonl")));
        records.removeIf(record -> Set.of(Topics.ADS, Topics.RECOMMENDATIONS).contains(record.topic()));
        try (EmbeddedBroker broker = broker()) {
            String servers = broker.bootstrapServers();
            DecisionFixture.append(servers, records);
            DecisionFixture.appendProgress(
                    servers,
                    List.of(Topics.CHURN, Topics.INTEREST, Topics.OFFERS),
                    records,
                    DeciderOptions.of(servers).allowedLateness());
            JobClient running = start(Job.EFFECT, servers, null, "hashmap");
            Map<String, Long> effects = Map.of(Topics.EFFECTS, 0L);
            awaitRecords(running, servers, effects, 1);
            running.cancel().get();
            assertThat(DecisionFixture.committed(servers, effects))
                    .anyMatch(effect -> effect.value().path("kind").asText().equals("offers"));
        }
    }

    private static EmbeddedBroker broker() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(Files.createTempDirectory(scratch, "broker"));
        List<String> topics = new ArrayList<>(Topics.DECIDING);
        topics.addAll(List.of(
                "leeway.events", Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES));
        for (String topic : topics) {
            broker.createTopic(topic, 1, Map.of());
        }
        ReleaseTopics.at(KafkaConnection.to(broker.bootstrapServers()), Topics.RELEASES)
                .create(Duration.ofSeconds(15));
        return broker;
    }

    /** The topics a job writes, with how much is in each that the job has not written. */
    private static Map<String, Long> outputs(Job job, List<DecisionFixture> before) {
        return job.outputs.stream().collect(Collectors.toMap(Function.identity(), topic -> before.stream()
                .filter(record -> record.topic().equals(topic))
                .count()));
    }

    private static JobClient start(Job job, String servers, Path savepoint, String backend) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, INTERVAL);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                scratch.resolve("checkpoints").toUri().toString());
        // Small state is then part of the metadata: a savepoint is one file.
        configuration.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
        if (savepoint != null) {
            configuration.set(
                    StateRecoveryOptions.SAVEPOINT_PATH,
                    savepoint.toAbsolutePath().toUri().toString());
        }
        // A source without a partition would hold the watermark back until it counts as idle.
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        job.define(env, servers);
        return env.executeAsync(job.toString());
    }

    private static void awaitRecords(JobClient running, String servers, Map<String, Long> outputs, int count) {
        await(count + " records").atMost(PATIENCE).pollInterval(INTERVAL).until(() -> {
            requireRunning(running);
            return DecisionFixture.committed(servers, outputs).size() >= count;
        });
    }

    /**
     * Waits until all that the records make due is committed: no transaction is then in a
     * savepoint.
     */
    private static void awaitNothingMore(JobClient running, String servers, Map<String, Long> outputs) {
        int[] before = {-1};
        int[] still = {0};
        await("nothing more").atMost(PATIENCE).pollInterval(INTERVAL).until(() -> {
            requireRunning(running);
            int now = DecisionFixture.committed(servers, outputs).size();
            still[0] = now == before[0] ? still[0] + 1 : 0;
            before[0] = now;
            return still[0] >= (now == 0 ? 20 : 6);
        });
    }

    private static void requireRunning(JobClient job) throws InterruptedException {
        if (job.getJobExecutionResult().isCompletedExceptionally()) {
            try {
                job.getJobExecutionResult().get();
            } catch (ExecutionException e) {
                throw new AssertionError("The job has failed", e);
            }
        }
    }

    private static Path stop(JobClient job, Path savepoints) throws Exception {
        return Path.of(
                URI.create(job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)));
    }
}
