package io.leeway.deployment;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.ScoringJob;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.jobs.options.ScoringJobOptions;
import io.leeway.shop.SmallShop;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
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

/** The scoring job over an input, stopped with a savepoint and started from one. */
final class SavepointJob {
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** A process may not have two sinks with one prefix of transactions, and one that failed leaves it taken. */
    private static final AtomicInteger STARTS = new AtomicInteger();

    private final SavepointInput input;
    private final SavepointTopics topics;
    private final String topic;
    private final Path scratch;
    private final Path models;
    private final Path savepoints;

    /**
     * @param topic the live one
     * @param scratch for checkpoints
     * @param models may be a copy of the input's elsewhere
     * @param savepoints where they go; their metadata names the folder
     */
    SavepointJob(
            SavepointInput input, SavepointTopics topics, String topic, Path scratch, Path models, Path savepoints) {
        this.input = input;
        this.topics = topics;
        this.topic = topic;
        this.scratch = scratch;
        this.models = models;
        this.savepoints = savepoints;
    }

    /** Starts it; without a savepoint from history. */
    JobClient start(String savepoint, int parallelism) throws Exception {
        return start(savepoint, parallelism, UnaryOperator.identity());
    }

    /** The same with other options of its source. */
    JobClient start(String savepoint, int parallelism, UnaryOperator<JobSourceOptions> change) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, INTERVAL);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                scratch.resolve("checkpoints").toUri().toString());
        // Small state then lies in the metadata: a savepoint is one file.
        configuration.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        ScoringJob.define(
                env,
                ScoringJobOptions.of(change.apply(source(input, topics, topic)), ModelOptions.of(models))
                        .withCommit(CommitOptions.DEFAULTS.withTransactionalId(topic + "-" + STARTS.incrementAndGet()))
                        .withUntil(input.until()));
        return env.executeAsync("savepoint of " + topic);
    }

    /**
     * Waits until all live events up to there were read, what they made due is committed, and
     * nothing comes any more: no transaction is then in a savepoint.
     */
    void awaitIdle(JobClient job, long liveEvents) {
        await("events read").atMost(PATIENCE).pollInterval(INTERVAL).until(() -> {
            requireRunning(job);
            Map<String, Long> tallies = topics.tallies();
            return tallies.getOrDefault("live", 0L) + tallies.getOrDefault("before-seam", 0L) == liveEvents;
        });
        int[] before = {-1};
        int[] still = {0};
        await("nothing more").atMost(PATIENCE).pollInterval(INTERVAL).until(() -> {
            int now = topics.scores().size();
            still[0] = now == before[0] ? still[0] + 1 : 0;
            before[0] = now;
            return still[0] >= 4;
        });
    }

    /** Waits until that many scores are committed. */
    void awaitScores(JobClient job, int scores) {
        await(scores + " scores").atMost(PATIENCE).pollInterval(INTERVAL).until(() -> {
            requireRunning(job);
            return topics.scores().size() >= scores;
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

    /** Stops it; a job that is still starting refuses, and is asked again. */
    Path stop(JobClient job) {
        return stop(job, false);
    }

    /** The same, with a drain or without. */
    Path stop(JobClient job, boolean drain) {
        String path = await("a savepoint")
                .atMost(PATIENCE)
                .ignoreException(ExecutionException.class)
                .until(
                        () -> job.stopWithSavepoint(drain, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS),
                        Objects::nonNull);
        return Path.of(java.net.URI.create(path));
    }

    private static JobSourceOptions source(SavepointInput input, SavepointTopics topics, String topic) {
        return JobSourceOptions.of(input.history())
                .withTopic(topics.servers(), topic)
                .withSeam(input.seam());
    }

    /** What an undisturbed run in batch says of the input up to the end of the topic. */
    static Map<String, JsonNode> undisturbed(
            SavepointInput input, SavepointTopics topics, String topic, Path models, Path output) throws Exception {
        StreamExecutionEnvironment env = SmallShop.batch();
        BackfillJob.define(
                env,
                BackfillJobOptions.withTopic(
                        source(input, topics, topic), ModelOptions.of(models), input.until(), output));
        env.execute();
        Map<String, JsonNode> scores = new TreeMap<>();
        for (String name : new String[] {Topics.CHURN, Topics.INTEREST}) {
            try (Stream<Path> files = Files.walk(output.resolve(name))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    read(file, scores);
                }
            }
        }
        return scores;
    }

    /** Scores of a file of JSON lines. */
    static Map<String, JsonNode> read(Path file, Map<String, JsonNode> scores) throws IOException {
        for (String line : Files.readAllLines(file)) {
            JsonNode score = new JsonMapper().readTree(line);
            scores.put(score.required("id").asText(), score);
        }
        return scores;
    }
}
