package io.leeway.deployment;

import static org.awaitility.Awaitility.await;

import io.leeway.cli.EmbeddedBroker;
import io.leeway.cli.savepoint.SavepointContents;
import io.leeway.jobs.AdvertisingJob;
import io.leeway.records.DecisionTopics;
import io.leeway.records.Outgoing;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The advertising job against its ledger: its graph, and what it keeps once it has been restored. */
class AdvertisingLedgerIT {
    /** Operators that keep nothing, and need no name in a savepoint. */
    private static final Set<String> WITHOUT_UID =
            Set.of("moving-interest", "campaigns-by-category", "campaigns-by-id", "outcomes-by-campaign");

    @TempDir
    private Path folder;

    @Test
    void advertisingHasTheOperatorsAndStatesOfItsLedger() throws Exception {
        Path models = SmallAdModel.train(folder.resolve("models"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            for (String topic : List.of(
                    Outgoing.INTEREST,
                    DecisionTopics.OUTCOMES,
                    DecisionTopics.CAMPAIGNS,
                    DecisionTopics.ADS,
                    DecisionTopics.EFFECTS)) {
                broker.createTopic(topic, 1, Map.of());
            }
            Configuration configuration = new Configuration();
            configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
            configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
            String[] arguments = {"--bootstrap", broker.bootstrapServers(), "--models", models.toString()};
            StreamExecutionEnvironment first = environment(configuration, arguments);
            Set<String> uids = SavepointLedgerFiles.uids(first, WITHOUT_UID);
            configuration.set(
                    StateRecoveryOptions.SAVEPOINT_PATH, savepoint(first).toString());
            Path restored = savepoint(environment(configuration, arguments));
            SavepointLedgerFiles.require(
                    "advertise", SavepointLedgerFiles.ledger(uids, SavepointContents.read(restored.toString())));
        }
    }

    private static StreamExecutionEnvironment environment(Configuration configuration, String... arguments) {
        AdvertisingJob job = new AdvertisingJob();
        new CommandLine(job).parseArgs(arguments);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        job.define(env);
        return env;
    }

    private Path savepoint(StreamExecutionEnvironment env) throws Exception {
        JobClient job = env.executeAsync("ledger");
        try {
            // Until every task runs, a savepoint is refused.
            return await("a savepoint")
                    .atMost(Duration.ofMinutes(1))
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
