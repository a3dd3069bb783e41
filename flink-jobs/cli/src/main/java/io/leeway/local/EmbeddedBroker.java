package io.leeway.local;

import io.leeway.cli.console.QuietLogs;
import io.leeway.cli.console.UserError;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.ServedTopics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import kafka.server.BrokerServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker of one node in this JVM, controller and broker in one, on a free port of the
 * local host; transactions work.
 *
 * <p>It never deletes records by age and takes timestamps that lie ahead of the wall clock: a
 * replay's timestamps are the instants it plays. Topics come into being by {@link #createTopic}
 * only. Starting takes 5 to 9 seconds on two cores. Thread-safe. The caller closes it; the folder
 * stays.
 */
public final class EmbeddedBroker implements AutoCloseable {

    /**
     * Of any broker of one node. A replay's timestamps are the instants it plays: neither old nor
     * ahead is wrong.
     */
    public static final Map<String, String> SETTINGS = Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "4",
            "group.initial.rebalance.delay.ms", "0",
            "auto.create.topics.enable", "false",
            "log.retention.ms", "-1",
            "log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE),
            "log.message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE));

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClusterTestKit cluster;
    private final Admin admin;

    private EmbeddedBroker(KafkaClusterTestKit cluster) {
        this.cluster = cluster;
        this.admin = KafkaConnection.to(cluster.bootstrapServers()).admin();
    }

    /**
     * Starts a broker and returns when it takes records.
     *
     * @param folder where its logs go; created if absent, and empty or absent
     * @throws UserError when the folder holds something, or the broker does not come up
     */
    public static EmbeddedBroker start(Path folder) throws InterruptedException {
        return start(folder, Map.of());
    }

    /**
     * The same with more properties of the broker, for example listeners that ask for credentials.
     * Among the listeners must be {@code EXTERNAL}, which asks for none, and {@code CONTROLLER}.
     */
    public static EmbeddedBroker start(Path folder, Map<String, String> serverProperties) throws InterruptedException {
        QuietLogs.kafka();
        requireEmpty(folder);
        KafkaClusterTestKit cluster = null;
        try {
            TestKitNodes nodes = new TestKitNodes.Builder()
                    .setCombined(true)
                    .setNumBrokerNodes(1)
                    .setNumControllerNodes(1)
                    .setBaseDirectory(folder.toAbsolutePath())
                    .build();
            KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(nodes).setDeleteOnClose(false);
            SETTINGS.forEach(builder::setConfigProp);
            serverProperties.forEach(builder::setConfigProp);
            cluster = builder.build();
            formatQuietly(cluster);
            cluster.startup();
            cluster.waitForReadyBrokers();
            return new EmbeddedBroker(cluster);
        } catch (InterruptedException e) {
            closeAfterFailure(cluster, e);
            throw e;
        } catch (Exception e) {
            closeAfterFailure(cluster, e);
            throw new UserError(
                    "Expected the embedded Kafka broker to start in " + folder + ", but it did not: " + e.getMessage()
                            + "; look for a full disk or a security rule that forbids ports on the local host",
                    e);
        }
    }

    public String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    /** Where clients connect to a listener by its name, {@code host:port}. */
    public String bootstrapServers(String listener) {
        BrokerServer broker = cluster.brokers().values().iterator().next();
        return "localhost:" + broker.boundPort(ListenerName.normalised(listener));
    }

    /**
     * Creates a topic and returns when it is there.
     *
     * @param config topic settings by Kafka's names; those not named are the broker's
     * @throws UserError when there is a topic of that name already
     */
    public void createTopic(String name, int partitions, Map<String, String> config) throws InterruptedException {
        if (!create(new NewTopic(name, partitions, (short) 1).configs(config))) {
            throw new UserError("Expected no topic " + name + " yet, found one; take another name or folder");
        }
    }

    /** Creates a topic unless it is there, whatever it looks like, and returns when it is. */
    public void createTopicIfAbsent(String name, int partitions) throws InterruptedException {
        create(new NewTopic(name, partitions, (short) 1));
    }

    /** Returns when the topic is there: whether it was made now. */
    private boolean create(NewTopic topic) throws InterruptedException {
        boolean made = true;
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new UserError("The topic " + topic.name() + " could not be created: " + e.getCause(), e);
            }
            made = false;
        }
        awaitTopic(topic.name());
        return made;
    }

    private void awaitTopic(String name) throws InterruptedException {
        try {
            ServedTopics.await(admin, List.of(name), PATIENCE);
        } catch (TimeoutException e) {
            throw new UserError(
                    "Expected the broker to serve the topic " + name + " within " + PATIENCE.toSeconds()
                            + " s of its making, found that it does not; look for a full disk or an overloaded machine",
                    e);
        } catch (ExecutionException e) {
            throw new UserError("The topic " + name + " could not be looked up: " + e.getCause(), e);
        }
    }

    /** Stops the broker; open transactions stay open in its folder. */
    @Override
    public void close() {
        admin.close();
        try {
            cluster.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded broker did not stop cleanly", e);
        }
    }

    /** The formatter writes to standard output, and has no option against that. */
    private static void formatQuietly(KafkaClusterTestKit cluster) throws Exception {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            cluster.format();
        } finally {
            System.setOut(out);
        }
    }

    private static void requireEmpty(Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new UserError("Expected an empty folder for the embedded broker, found files in " + folder
                            + "; delete them or name another folder");
                }
            }
        } catch (IOException e) {
            throw UserError.found("a folder that can be written at " + folder, e, "name another", e);
        }
    }

    private static void closeAfterFailure(@Nullable KafkaClusterTestKit cluster, Exception failure) {
        if (cluster != null) {
            try {
                cluster.close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
