package io.leeway.deployment;

import static org.awaitility.Awaitility.await;

import io.leeway.cli.savepoint.SavepointContents;
import io.leeway.decisions.advertising.AdvertisingOptions;
import io.leeway.decisions.effect.EffectOptions;
import io.leeway.decisions.winback.WinBackOptions;
import io.leeway.jobs.AdvertisingJob;
import io.leeway.jobs.EffectJob;
import io.leeway.jobs.RecommendJob;
import io.leeway.jobs.WinBackJob;
import io.leeway.jobs.options.AdvertisingJobOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.EffectJobOptions;
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
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The decision jobs against their ledgers in {@code savepoints/}: their graphs, and what they keep
 * once they have been restored.
 */
class DecisionLedgerIT {
    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void topics() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        List<String> topics = new ArrayList<>(Topics.DECIDING);
        topics.addAll(List.of("live", Topics.CHURN, Topics.INTEREST));
        for (String topic : topics) {
            broker.createTopic(topic, 1, Map.of());
        }
        ReleaseTopics.at(KafkaConnection.to(broker.bootstrapServers()), Topics.RELEASES)
                .create(Duration.ofSeconds(15));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void recommending() throws Exception {
        RecommendJobOptions defaults = RecommendJobOptions.of(decider());
        RecommendJobOptions options = new RecommendJobOptions(
                defaults.decider(), "live", defaults.catalogue(), null, defaults.recommendations());
        require("recommend", env -> RecommendJob.define(env, options), Set.of("endless-input"));
    }

    @Test
    void advertising() throws Exception {
        Path models = SmallAdModel.train(folder.resolve("models"));
        AdvertisingJobOptions options = new AdvertisingJobOptions(decider(), models, AdvertisingOptions.DEFAULTS);
        require(
                "advertise",
                env -> AdvertisingJob.define(env, options),
                Set.of(
                        "endless-input",
                        "moving-interest",
                        "campaigns-by-category",
                        "campaigns-by-id",
                        "outcomes-by-campaign"));
    }

    @Test
    void winningBack() throws Exception {
        WinBackJobOptions options = new WinBackJobOptions(decider(), "live", null, WinBackOptions.DEFAULTS);
        require("win-back", env -> WinBackJob.define(env, options), Set.of("endless-input"));
    }

    @Test
    void effects() throws Exception {
        EffectJobOptions options =
                new EffectJobOptions(decider(), "live", true, EffectOptions.DEFAULTS, Topics.RELEASES);
        require(
                "effect",
                env -> EffectJob.define(env, options),
                Set.of("endless-input", "guard-churn", "encode", "effect-scores", "effect-rows"));
    }

    private static DeciderOptions decider() {
        return DeciderOptions.of(broker.bootstrapServers());
    }

    /**
     * As of the scoring job: what is promised is what a job keeps that has been restored once.
     *
     * @param withoutUid operators that keep nothing, and need no name in a savepoint
     */
    private static void require(String name, Consumer<StreamExecutionEnvironment> define, Set<String> withoutUid)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment first = environment(configuration, define);
        Set<String> uids = SavepointLedgerFiles.uids(first, withoutUid);
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint(first).toString());
        Path restored = savepoint(environment(configuration, define));
        SavepointLedgerFiles.require(
                name, SavepointLedgerFiles.ledger(uids, SavepointContents.read(restored.toString())));
    }

    private static StreamExecutionEnvironment environment(
            Configuration configuration, Consumer<StreamExecutionEnvironment> define) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        define.accept(env);
        return env;
    }

    private static Path savepoint(StreamExecutionEnvironment env) throws Exception {
        JobClient job = env.executeAsync("ledger");
        try {
            // Until every task runs, a savepoint is refused.
            return await("a savepoint")
                    .atMost(Duration.ofMinutes(4))
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(
                            () -> Path.of(URI.create(job.triggerSavepoint(
                                            folder.resolve("savepoints").toUri().toString(),
                                            SavepointFormatType.CANONICAL)
                                    .get())),
                            Files::isDirectory);
        } finally {
            job.cancel().get();
        }
    }
}
