package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leeway.cli.savepoint.SavepointContents;
import io.leeway.cli.savepoint.StateLedger;
import io.leeway.cli.savepoint.StateSchema;
import io.leeway.decisions.canary.GuardOptions;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.BootstrapJob;
import io.leeway.jobs.GuardJob;
import io.leeway.jobs.ScoringJob;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.BootstrapJobOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.GuardJobOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.jobs.options.ScoringJobOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.releases.ReleaseTopics;
import io.leeway.shop.SmallShop;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ledgers in {@code savepoints/} against the jobs themselves: their graphs, and a savepoint of
 * each that leaves one.
 */
class SavepointLedgerIT {
    /** Operators that keep nothing, and need no name in a savepoint. */
    private static final Set<String> WITHOUT_UID = Set.of("requests-churn", "requests-interest", "encode");

    @TempDir
    private Path folder;

    @Test
    void theJobHasTheOperatorsAndStatesOfTheLedger() throws Exception {
        SmallShop small = SmallShop.get();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            for (String topic :
                    List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES)) {
                broker.createTopic(topic, 1, Map.of());
            }
            broker.createTopic("live", 2, Map.of());
            beat(broker, small.seam().minus(Duration.ofMinutes(15)));
            ScoringJobOptions options = ScoringJobOptions.of(
                    JobSourceOptions.of(small.history())
                            .withTopic(broker.bootstrapServers(), "live")
                            .withSeam(small.seam()),
                    ModelOptions.of(small.models()));
            Configuration configuration = configuration();
            StreamExecutionEnvironment first = environment(configuration, options);
            Set<String> uids = SavepointLedgerFiles.uids(first, WITHOUT_UID);
            configuration.set(
                    StateRecoveryOptions.SAVEPOINT_PATH, savepoint(first).toString());
            // A sink that was restored keeps one state more: what is promised is what a job keeps
            // that has been restored once.
            Path savepoint = savepoint(environment(configuration, options));
            StateLedger found = SavepointLedgerFiles.ledger(uids, SavepointContents.read(savepoint.toString()));
            SavepointLedgerFiles.require("scoring", found);
        }
    }

    private static StreamExecutionEnvironment environment(Configuration configuration, ScoringJobOptions options) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        ScoringJob.define(env, options);
        return env;
    }

    private Path savepoint(StreamExecutionEnvironment env) throws Exception {
        JobClient job = env.executeAsync("ledger");
        try {
            return savepoint(job);
        } finally {
            job.cancel().get();
        }
    }

    @Test
    void theGuardHasTheOperatorsAndStatesOfItsLedger() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            for (String topic :
                    List.of("live", Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES)) {
                broker.createTopic(topic, 1, Map.of());
            }
            ReleaseTopics.at(KafkaConnection.to(broker.bootstrapServers()), Topics.RELEASES)
                    .create(Duration.ofSeconds(15));
            StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, configuration());
            GuardJob.define(
                    env,
                    new GuardJobOptions(
                            DeciderOptions.of(broker.bootstrapServers()),
                            "live",
                            Topics.RELEASES,
                            true,
                            GuardOptions.of(Duration.ofDays(28)),
                            GuardJobOptions.NOTICE));
            Set<String> uids = SavepointLedgerFiles.uids(env, Set.of("endless-input", "guard-churn"));
            StateLedger found = SavepointLedgerFiles.ledger(
                    uids, SavepointContents.read(savepoint(env).toString()));
            SavepointLedgerFiles.require("guard", found);
        }
    }

    @Test
    void bootstrapWritesWhatTheScoringJobReads() throws Exception {
        SmallShop small = SmallShop.get();
        String savepoint = folder.resolve("bootstrapped").toUri().toString();
        StreamExecutionEnvironment env = SmallShop.batch();
        BootstrapJob.define(env, BootstrapJobOptions.of(JobSourceOptions.of(small.history()), savepoint));
        env.execute();
        StateLedger found = SavepointLedgerFiles.ledger(Set.of("features"), SavepointContents.read(savepoint));
        SavepointLedgerFiles.require("bootstrap", found);
        List<StateSchema> scoring =
                SavepointLedgerFiles.read("scoring").states().get("features");
        assertThat(found.states().get("features"))
                .allSatisfy(state -> assertThat(scoring).anyMatch(known -> SavepointLedgerFiles.agree(state, known)));
    }

    /**
     * In batch there is no savepoint: its uids say which operators it shares with the scoring job.
     */
    @Test
    void backfillHasTheUidsOfItsLedger() throws Exception {
        SmallShop small = SmallShop.get();
        StreamExecutionEnvironment env = SmallShop.batch();
        BackfillJob.define(
                env,
                BackfillJobOptions.of(
                        JobSourceOptions.of(small.history()),
                        ModelOptions.of(small.models()),
                        folder.resolve("scores")));
        StateLedger found = new StateLedger(new TreeMap<>(SavepointLedgerFiles.uids(env, WITHOUT_UID).stream()
                .collect(Collectors.toMap(uid -> uid, uid -> List.<StateSchema>of()))));
        SavepointLedgerFiles.require("backfill", found);
    }

    private Path savepoint(JobClient client) {
        // Until every task runs, a savepoint is refused.
        return await("a savepoint")
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(
                        () -> Path.of(URI.create(client.triggerSavepoint(
                                        folder.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
                                .get())),
                        Files::isDirectory);
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }

    /** Partitions that begin before the seam. */
    private static void beat(EmbeddedBroker broker, Instant time) {
        byte[] nothing = null;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int partition = 0; partition < 2; partition++) {
                producer.send(new ProducerRecord<>("live", partition, time.toEpochMilli(), nothing, nothing));
            }
        }
    }
}
