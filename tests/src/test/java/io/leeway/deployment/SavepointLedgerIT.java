package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leeway.cli.EmbeddedBroker;
import io.leeway.jobs.ScoringJob;
import io.leeway.records.Outgoing;
import io.leeway.shop.SmallShop;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The ledger in {@code savepoints/} against the scoring job itself: its graph, and a savepoint of it at work. */
class SavepointLedgerIT {
    private static final Path LEDGER = Path.of("..", "savepoints", "uids", "scoring.txt");

    /** Operators that keep nothing, and need no name in a savepoint. */
    private static final Set<String> WITHOUT_UID = Set.of("requests-churn", "requests-interest", "encode");

    @TempDir
    private Path folder;

    @Test
    void theJobHasTheOperatorsAndStatesOfTheLedger() throws Exception {
        SmallShop small = SmallShop.get();
        Map<String, SortedSet<String>> ledger = ledger();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            for (String topic : List.of(
                    Outgoing.CHURN, Outgoing.INTEREST, Outgoing.DEAD_LETTERS, Outgoing.LATE, Outgoing.TALLIES)) {
                broker.createTopic(topic, 1, Map.of());
            }
            broker.createTopic("live", 2, Map.of());
            beat(broker, small.seam().minus(Duration.ofMinutes(15)));
            ScoringJob job = new ScoringJob();
            new CommandLine(job)
                    .parseArgs(
                            "--history", small.history().toString(),
                            "--models", small.models().toString(),
                            "--seam", small.seam().toString(),
                            "--bootstrap", broker.bootstrapServers(),
                            "--topic", "live");
            StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, configuration());
            job.define(env);

            Set<String> uids = new HashSet<>();
            Set<String> without = new HashSet<>();
            for (StreamNode node : env.getStreamGraph(false).getStreamNodes()) {
                String uid = node.getTransformationUID();
                if (uid == null) {
                    without.add(node.getOperatorName());
                } else {
                    assertThat(uids.add(uid))
                            .as("%s has a uid of its own, %s", node.getOperatorName(), uid)
                            .isTrue();
                }
            }
            assertThat(without).isEqualTo(WITHOUT_UID);
            assertThat(uids).isEqualTo(ledger.keySet());

            JobClient client = env.executeAsync("ledger");
            try {
                Path savepoint = savepoint(client);
                Map<String, SortedSet<String>> found = byUid(SavepointContents.read(savepoint), uids);
                assertThat(found).isEqualTo(ledger);
            } finally {
                client.cancel().get();
            }
        }
    }

    private Path savepoint(JobClient client) {
        // Until every task runs, a savepoint is refused.
        return await("a savepoint")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(
                        () -> Path.of(URI.create(client.triggerSavepoint(
                                        folder.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
                                .get())),
                        Files::isDirectory);
    }

    private static Map<String, SortedSet<String>> ledger() throws IOException {
        Map<String, SortedSet<String>> ledger = new TreeMap<>();
        for (String line : Files.readAllLines(LEDGER)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int colon = line.lastIndexOf(':');
                SortedSet<String> states =
                        new TreeSet<>(List.of(line.substring(colon + 1).strip().split("\\s+")));
                states.remove("");
                assertThat(ledger.put(line.substring(0, colon), states))
                        .as(line)
                        .isNull();
            }
        }
        return ledger;
    }

    /** The states by uid; an operator that the ledger does not know keeps its id. */
    private static Map<String, SortedSet<String>> byUid(Map<String, SortedSet<String>> byId, Set<String> uids) {
        Map<String, SortedSet<String>> byUid = new TreeMap<>(byId);
        for (String uid : uids) {
            SortedSet<String> states =
                    byUid.remove(OperatorIdentifier.forUid(uid).getOperatorId().toHexString());
            byUid.put(uid, states == null ? new TreeSet<>() : states);
        }
        return byUid;
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
