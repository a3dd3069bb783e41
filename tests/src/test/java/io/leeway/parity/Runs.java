package io.leeway.parity;

import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.BootstrapJob;
import io.leeway.jobs.ScoringJob;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.BootstrapJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.jobs.options.ScoringJobOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.shop.SmallShop;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The ways to feed the one dataflow, by the jobs that people start. Bundles are of another size in
 * each: the model's last bits move with it.
 */
final class Runs {
    private final ParityInput input;
    private final EmbeddedBroker broker;
    private final Path models;
    private final Path scratch;

    Runs(ParityInput input, EmbeddedBroker broker, Path models, Path scratch) {
        this.input = input;
        this.broker = broker;
        this.models = models;
        this.scratch = scratch;
    }

    /** History and what the topic holds, in batch, into files. */
    Outcome batch(String topic) throws Exception {
        Path output = scratch.resolve("batch");
        backfill(new BackfillJobOptions(
                source().withTopic(broker.bootstrapServers(), topic),
                ModelOptions.of(models).withBundleRows(128),
                input.end(),
                true,
                new BackfillJobOptions.Outputs(output.toString(), features().toString(), null)));
        return Outcome.ofFiles(output);
    }

    /** Where the batch run leaves the features that it asked with. */
    Path features() {
        return scratch.resolve("features");
    }

    /** History and then the topic, streamed, into Kafka. */
    Outcome hybrid(String topic, int parallelism, int bundleRows, CommittedRecords committed) throws Exception {
        score(StreamExecutionEnvironment.createLocalEnvironment(parallelism, streaming()), source(), topic, bundleRows);
        return committed.next();
    }

    /**
     * History in batch, into files; profiles from history into a savepoint; and from there the
     * topic, streamed, into Kafka.
     */
    Outcome liveAfterBootstrap(String topic, CommittedRecords committed) throws Exception {
        Path output = scratch.resolve("backfill");
        backfill(BackfillJobOptions.of(source(), ModelOptions.of(models).withBundleRows(50), output));
        Path savepoint = scratch.resolve("savepoint");
        StreamExecutionEnvironment env = SmallShop.batch();
        BootstrapJob.define(
                env, BootstrapJobOptions.of(source(), savepoint.toUri().toString()));
        env.execute();

        Configuration configuration = streaming();
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
        score(
                StreamExecutionEnvironment.createLocalEnvironment(2, configuration),
                JobSourceOptions.DEFAULTS.withSeam(input.seam()),
                topic,
                7);
        return Outcome.ofFiles(output).join(committed.next());
    }

    private JobSourceOptions source() {
        return JobSourceOptions.of(input.history()).withSeam(input.seam());
    }

    private static void backfill(BackfillJobOptions options) throws Exception {
        StreamExecutionEnvironment env = SmallShop.batch();
        BackfillJob.define(env, options);
        env.execute();
    }

    private void score(StreamExecutionEnvironment env, JobSourceOptions source, String topic, int bundleRows)
            throws Exception {
        ScoringJob.define(
                env,
                ScoringJobOptions.of(
                                source.withTopic(broker.bootstrapServers(), topic),
                                ModelOptions.of(models).withBundleRows(bundleRows))
                        .withCommit(CommitOptions.DEFAULTS
                                .withCheckpointInterval(Duration.ofSeconds(1))
                                .withTransactionalId("parity-" + topic + "-" + bundleRows))
                        .boundedAt(input.end()));
        env.execute();
    }

    private Configuration streaming() {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                scratch.resolve("checkpoints").toUri().toString());
        // Parity is of undisturbed runs: a failure is one.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }
}
