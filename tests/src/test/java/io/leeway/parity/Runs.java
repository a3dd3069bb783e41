package io.leeway.parity;

import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.BootstrapJob;
import io.leeway.jobs.ScoringJob;
import io.leeway.local.EmbeddedBroker;
import io.leeway.shop.SmallShop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;

/** The ways to feed the one dataflow, by the jobs that people start. Bundles are of another size in each: the model's last bits move with it. */
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
        backfill(
                "--output",
                output.toString(),
                "--with-topic",
                "--bootstrap",
                broker.bootstrapServers(),
                "--topic",
                topic,
                "--until",
                input.end().toString(),
                "--features",
                features().toString(),
                "--bundle-rows",
                "128");
        return Outcome.ofFiles(output);
    }

    /** Where the batch run leaves the features that it asked with. */
    Path features() {
        return scratch.resolve("features");
    }

    /** History and then the topic, streamed, into Kafka. */
    Outcome hybrid(String topic, int parallelism, int bundleRows, CommittedRecords committed) throws Exception {
        score(
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, streaming()),
                topic,
                bundleRows,
                "--history",
                input.history().toString());
        return committed.next();
    }

    /** History in batch, into files; profiles from history into a savepoint; and from there the topic, streamed, into Kafka. */
    Outcome liveAfterBootstrap(String topic, CommittedRecords committed) throws Exception {
        Path output = scratch.resolve("backfill");
        backfill("--output", output.toString(), "--bundle-rows", "50");
        Path savepoint = scratch.resolve("savepoint");
        BootstrapJob bootstrap = new BootstrapJob();
        parse(
                bootstrap,
                "--history",
                input.history().toString(),
                "--seam",
                input.seam().toString(),
                "--savepoint",
                savepoint.toUri().toString());
        StreamExecutionEnvironment env = SmallShop.batch();
        bootstrap.define(env);
        env.execute();

        Configuration configuration = streaming();
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
        score(StreamExecutionEnvironment.createLocalEnvironment(2, configuration), topic, 7);
        return Outcome.ofFiles(output).join(committed.next());
    }

    private void backfill(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--history", input.history().toString(),
                "--models", models.toString(),
                "--seam", input.seam().toString()));
        BackfillJob job = new BackfillJob();
        parse(job, all.toArray(String[]::new));
        StreamExecutionEnvironment env = SmallShop.batch();
        job.define(env);
        env.execute();
    }

    private void score(StreamExecutionEnvironment env, String topic, int bundleRows, String... arguments)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--bootstrap",
                broker.bootstrapServers(),
                "--topic",
                topic,
                "--models",
                models.toString(),
                "--seam",
                input.seam().toString(),
                "--until",
                input.end().toString(),
                "--bounded",
                "--checkpoint-interval",
                "PT1S",
                "--transactional-id",
                "parity-" + topic + "-" + bundleRows,
                "--bundle-rows",
                Integer.toString(bundleRows)));
        ScoringJob job = new ScoringJob();
        parse(job, all.toArray(String[]::new));
        job.define(env);
        env.execute();
    }

    private static void parse(Object job, String... arguments) {
        new CommandLine(job).parseArgs(arguments);
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
